import { type TimeUnit, timeUnits } from './expression.ts'
import { syntaxError, type Token, type Typed, tokenize } from './tokenize.ts'

/** Deeper parentheses than any query needs, well before the stack ends. */
const maxDepth = 50
/** MySQL joins at most 61 tables; restrictions may be more. */
const maxOperators = 300

/** A cursor over tokens, with the questions that a grammar asks. */
export class TokenReader {
  readonly source: Typed
  readonly #tokens: readonly Token[]
  #index = 0
  #operators = 0
  #depth: number

  constructor(source: Typed, depth = 0) {
    this.source = source
    this.#tokens = tokenize(source)
    this.#depth = depth
  }

  get depth(): number {
    return this.#depth
  }

  get token(): Token {
    return this.#tokens[this.#index]!
  }

  /** The text of the token before. */
  get behind(): string {
    return this.#tokens[this.#index - 1]?.value ?? ''
  }

  /** The token `distance` places further; the end behind the last. */
  ahead(distance: number): Token {
    return this.#tokens[this.#index + distance] ?? this.#tokens.at(-1)!
  }

  next(): Token {
    const token = this.token
    if (token.kind !== 'end') this.#index++
    return token
  }

  isSign(...signs: readonly string[]): boolean {
    return this.token.kind === 'sign' && signs.includes(this.token.value)
  }

  /** Keywords are names in any case. */
  isWord(...words: readonly string[]): boolean {
    return this.token.kind === 'name' && !this.token.quoted && words.includes(this.token.value.toUpperCase())
  }

  acceptSign(...signs: readonly string[]): boolean {
    return this.isSign(...signs) && this.next() !== undefined
  }

  /** One of these operators, each of which makes the query one level higher. */
  acceptAny<Sign extends string>(...signs: readonly Sign[]): Sign | undefined {
    if (!this.isSign(...signs)) return undefined
    if (++this.#operators > maxOperators) this.fail(`it has more than ${maxOperators} operators`)
    return this.next().value as Sign
  }

  acceptWord(...words: readonly string[]): boolean {
    return this.isWord(...words) && this.next() !== undefined
  }

  expectSign(sign: string): void {
    if (!this.acceptSign(sign)) this.fail(`expected "${sign}" and found ${show(this.token)}`)
  }

  expectWord(word: string): void {
    if (!this.acceptWord(word)) this.fail(`expected ${word} and found ${show(this.token)}`)
  }

  expect(kind: 'name' | 'text', what: string): string {
    if (this.token.kind !== kind) this.fail(`expected ${what} and found ${show(this.token)}`)
    return this.next().value
  }

  /** A whole number. */
  expectNumber(): number {
    const { kind, value } = this.token
    if (kind !== 'number' || !/^\d{1,15}$/.test(value))
      this.fail(`expected a whole number and found ${show(this.token)}`)
    return Number(this.next().value)
  }

  /** SECOND, DAY … */
  expectUnit(): TimeUnit {
    const unit = timeUnits.find((each) => this.isWord(each.toUpperCase()))
    if (!unit) return this.fail(`expected a unit such as DAY and found ${show(this.token)}`)
    this.next()
    return unit
  }

  expectEnd(): void {
    if (this.token.kind !== 'end') this.fail(`${show(this.token)} is not expected here`)
  }

  /** Reads `item` between commas until `close`, which is consumed; a comma may come last. */
  list<T>(close: string, item: () => T): T[] {
    const items: T[] = []
    while (!this.acceptSign(close)) {
      items.push(item())
      if (!this.isSign(close)) this.expectSign(',')
    }
    return items
  }

  /** Runs `read` one level deeper. */
  nested<T>(read: () => T): T {
    if (++this.#depth > maxDepth) this.fail(`it is nested more than ${maxDepth} deep`)
    const value = read()
    this.#depth--
    return value
  }

  /** @throws QUERY_SYNTAX at the current token */
  fail(problem: string, at: number = this.token.at): never {
    throw syntaxError(this.source, at, problem)
  }
}

export const show = (token: Token): string => (token.kind === 'end' ? token.value : `"${token.value}"`)
