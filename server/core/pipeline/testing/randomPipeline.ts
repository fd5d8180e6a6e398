import type { Tier } from '../table.ts'
import { type Random, seededRandom } from './random.ts'
import { randomRows } from './randomRows.ts'
import { type Generation, type PlannedValue, type RandomType, randomType } from './randomTypes.ts'

/** Rows of a planned table leave out attributes that take their defaults. */
export type PlannedRow = Readonly<Record<string, PlannedValue>>

/** A table as both sides declare it from the same text, with rows that its foreign keys and unique indexes allow. */
export type PlannedTable = {
  readonly schema: string
  /** `Master` or `Master.Part` */
  readonly name: string
  readonly tier: Tier
  readonly definition: string
  readonly rows: readonly PlannedRow[]
}

export type Column = {
  readonly name: string
  readonly type: RandomType
  readonly primary: boolean
  readonly nullable: boolean
  readonly hasDefault: boolean
}
export type Reference = {
  readonly parent: Drawn
  readonly pairs: readonly { readonly child: string; readonly parent: string }[]
  readonly nullable: boolean
}
/** A table while its children are still being drawn. */
export type Drawn = PlannedTable & {
  readonly columns: readonly Column[]
  readonly references: readonly Reference[]
  /** Sets of attributes of which no two rows are alike. */
  readonly unique: readonly (readonly string[])[]
}

/**
 * A pipeline of two schemas, other for each seed, parents first and parts behind their master: all tiers, foreign keys that are
 * renamed, shared, nullable, unique, primary and secondary, all types of the generation, defaults, comments and indexes.
 */
export const randomPipeline = (seed: number, generation: Generation): PlannedTable[] => {
  const random = seededRandom(seed)
  const drawn: Drawn[] = []
  for (let number = random.integer(3, 7); number > 0; number--) drawMaster(random, generation, drawn)
  return drawn.map(({ schema, name, tier, definition, rows }) => ({ schema, name, tier, definition, rows }))
}

const drawMaster = (random: Random, generation: Generation, drawn: Drawn[]): void => {
  const number = drawn.length
  const orphan = !drawn.some(hasKey)
  const tier = orphan ? 'manual' : random.pick(['manual', 'manual', 'lookup', 'imported', 'computed'] as const)
  const master = { schema: random.pick(['one', 'two']), name: `${random.pick(words)}${number}`, tier }
  drawn.push(drawTable(random, generation, { ...master, parents: drawn }))
  for (let parts = hasKey(drawn[number]!) ? random.pick([0, 0, 1, 2]) : 0; parts > 0; parts--) {
    const name = `${master.name}.${random.pick(['Item', 'FieldOf', 'Roi'])}${parts}`
    drawn.push(drawTable(random, generation, { ...master, name, parents: drawn, master: drawn[number]! }))
  }
}

/** False for a singleton, to which nothing can refer. */
const hasKey = ({ columns }: Drawn): boolean => columns.some(({ primary }) => primary)

const words = ['Animal', 'ScanOf', 'CC', 'HTTPProbe', 'Seg', 'UnitSet', 'A1B']

type Place = Pick<Drawn, 'schema' | 'name' | 'tier'> & { readonly parents: readonly Drawn[]; readonly master?: Drawn }

const drawTable = (random: Random, generation: Generation, place: Place): Drawn => {
  const draft = new Draft(random, place)
  const comment = random.pick(comments)
  if (place.master) draft.refer(place.master, { name: 'master', primary: true, plain: true })
  const made = !place.master && (place.tier === 'imported' || place.tier === 'computed')
  const singleton = !place.master && !made && generation === '2.x' && random.chance(0.1)
  const above = singleton ? 0 : random.integer(made ? 1 : 0, 2)
  for (let count = 0; count < above; count++) draft.referToAny(true)
  if (!singleton && !made && (!draft.hasKey || random.chance(0.6)))
    draft.addAttributes(generation, random.integer(1, 2), true)
  draft.line('---')
  if (singleton) draft.addAttributes(generation, 1, false)
  for (let count = random.integer(0, 3); count > 0; count--) {
    if (random.chance(0.45)) draft.referToAny(false)
    else draft.addAttributes(generation, random.integer(1, 3), false)
  }
  if (random.chance(0.4)) draft.addIndex()
  const { schema, name, tier } = place
  const table = { schema, name, tier, ...draft.parts(), definition: [`# ${comment}`, ...draft.lines].join('\n') }
  return { ...table, rows: randomRows(random, table) }
}

/** Without what breaks Python: double quotes, braces, backslashes, `%`, a colon in front. */
const comments = [
  '',
  'plain',
  "the lab's own",
  'µm, 20 °C – é 日',
  'a : b # c -- d',
  '(mm) [0, 1] <x> `y`',
  "'x'",
  'A->B',
  '50 $ ; drop',
]

/** Lines of a definition, and what they come to. */
class Draft {
  readonly lines: string[] = []
  readonly #random: Random
  readonly #place: Place
  readonly #columns: Column[] = []
  readonly #references: Reference[] = []
  readonly #unique: string[][] = []

  constructor(random: Random, place: Place) {
    this.#random = random
    this.#place = place
  }

  get hasKey(): boolean {
    return this.#columns.some(({ primary }) => primary)
  }

  line(text: string): void {
    this.lines.push(text)
  }

  parts(): Pick<Drawn, 'columns' | 'references' | 'unique'> {
    const key = this.#columns.filter(({ primary }) => primary).map(({ name }) => name)
    return { columns: this.#columns, references: this.#references, unique: [key, ...this.#unique] }
  }

  /** A parent whose key is not too long yet, under a name that Python and we resolve alike. */
  referToAny(primary: boolean): void {
    const parents = this.#place.parents.filter(
      (parent) => hasKey(parent) && parent.columns.filter((one) => one.primary).length <= 4,
    )
    if (!parents.length || this.#columns.length > 8) return
    const parent = this.#random.pick(parents)
    const name =
      parent.schema === this.#place.schema && this.#random.chance(0.8) ? parent.name : `${parent.schema}.${parent.name}`
    this.refer(parent, { name, primary, plain: false })
  }

  refer(parent: Drawn, { name, primary, plain }: { name: string; primary: boolean; plain: boolean }): void {
    const pairs = parent.columns
      .filter((column) => column.primary)
      .map((column) => ({ column, parent: column.name, child: this.#childName(column, plain) }))
    const added = pairs.filter(({ child }) => !this.#has(child))
    const nullable = !primary && this.#random.chance(0.4)
    const unique = !plain && !this.#isUnique(pairs.map(({ child }) => child)) && this.#random.chance(0.15)
    this.#columns.push(
      ...added.map(({ column, child }) => ({ name: child, type: column.type, primary, nullable, hasDefault: false })),
    )
    this.#references.push({ parent, pairs: pairs.map(({ child, parent: of }) => ({ child, parent: of })), nullable })
    if (unique) this.#unique.push(pairs.map(({ child }) => child))
    const renamed = pairs.filter(({ child, parent: of }) => child !== of).map((one) => `${one.child}='${one.parent}'`)
    const options = [nullable && 'nullable', unique && 'unique'].filter(Boolean).join(', ')
    const projection = renamed.length ? `.proj(${renamed.join(', ')})` : ''
    this.line(`-> ${options && `[${options}] `}${name}${projection}`)
  }

  /** Its own, shared with a column of that type which is there, or a new one. */
  #childName(column: Column, plain: boolean): string {
    const there = this.#columns.find(({ name }) => name === column.name)
    const sharable = there?.type.spelling === column.type.spelling
    if (plain || (!there && this.#random.chance(0.7)) || (sharable && this.#random.chance(0.5))) return column.name
    return `${column.name}_r${this.#place.parents.length}_${this.#references.length}`
  }

  #isUnique(names: readonly string[]): boolean {
    return this.#unique.some((other) => other.join() === names.join())
  }

  #has(name: string): boolean {
    return this.#columns.some((column) => column.name === name)
  }

  addAttributes(generation: Generation, count: number, primary: boolean): void {
    for (let number = 0; number < count; number++) {
      let type = randomType(this.#random, generation)
      while (primary && !type.keyable) type = randomType(this.#random, generation)
      this.#addAttribute(type, primary)
    }
  }

  #addAttribute(type: RandomType, primary: boolean): void {
    const word = this.#random.pick(['x', 'a_long_name', 'k2'])
    const name = `${word}_${this.#place.parents.length}_${this.#columns.length}`
    const nullable = !primary && (this.#random.chance(0.35) || isEmpty(type))
    const given = nullable
      ? this.#random.pick(['null', 'NULL'])
      : this.#random.chance(0.4)
        ? type.default?.(this.#random)
        : undefined
    const comment = this.#random.pick(comments)
    this.#columns.push({ name, type, primary, nullable, hasDefault: given !== undefined })
    const gap = this.#random.pick(['', ' ', '  '])
    this.line(
      `${name}${given === undefined ? '' : `${gap}=${gap}${given}`}${gap || ' '}: ${type.spelling} ${comment && `# ${comment}`}`,
    )
  }

  addIndex(): void {
    const names = this.#columns.filter(({ type }) => type.indexable).map(({ name }) => name)
    if (names.length < 2) return
    const first = this.#random.pick(names)
    const second = this.#random.pick(names)
    const attributes = first === second ? [first] : [first, second]
    if (this.#isUnique(attributes)) return
    const unique = this.#random.chance(0.4)
    if (unique) this.#unique.push(attributes)
    this.line(`${unique ? 'unique ' : ''}index (${attributes.join(', ')})`)
  }
}

/** A type of which only null is put in. */
const isEmpty = (type: RandomType): boolean => !type.indexable && type.value(seededRandom(1)) === null
