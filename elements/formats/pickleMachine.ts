/**
 * The stack machine of Python's pickles, protocols 2 to 5. Nothing is ever called.
 *
 * | opcode                     | stack                          | opcode                | stack                             |
 * |----------------------------|--------------------------------|-----------------------|-----------------------------------|
 * | 80 PROTO, 95 FRAME         | nothing                        | ( MARK                | begins a group                    |
 * | N 88 89                    | None, True, False              | ] a e l               | list, append, extend, group       |
 * | J K M 8a 8b                | int of 4, 1, 2, n bytes        | ) 85 86 87 t          | tuples of 0, 1, 2, 3, group       |
 * | G                          | float, big-endian              | } s u d               | dict, one item, group of items    |
 * | X 8c 8d, T U, B C 8e       | text, old text, bytes          | 8f 90 91              | set, add group, frozenset         |
 * | q r 94, h j                | remember, recall               | c 93, R 81, b         | name, object of it, its state     |
 *
 * Source: pickletools of CPython.
 */
/** What a pickle builds, with objects as the names and arguments they would be made of. `accepts` judges each name. @throws PickleError */
export const runPickle = (bytes: Uint8Array, start: number, accepts: (name: string) => boolean): Item => {
  const machine: Machine = {
    accepts,
    bytes,
    view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    at: start,
    stack: [],
    marks: [],
    memo: new Map(),
  }
  for (;;) {
    const code = byte(machine)
    if (code === 0x2e) return pop(machine)
    const step = steps.get(code)
    if (!step) throw new PickleError(`opcode 0x${code.toString(16)} is not supported`)
    step(machine)
  }
}

/** Says at which byte what is wrong; readers turn it into FILE_INVALID. */
export class PickleError extends Error {}

/** The pickle names something that would have to be called, such as `pathlib.PosixPath`. */
export class ForeignNameError extends PickleError {
  readonly foreignName: string
  constructor(foreignName: string, at: number) {
    super(`names ${foreignName}, which is never called (byte ${at})`)
    this.foreignName = foreignName
  }
}

export type Item =
  | null
  | boolean
  | bigint
  | number
  | string
  | Uint8Array
  | { readonly kind: 'list'; readonly items: Item[] }
  | { readonly kind: 'tuple'; readonly items: Item[] }
  | { readonly kind: 'set'; readonly items: Item[] }
  | { readonly kind: 'dict'; readonly entries: [Item, Item][] }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'object'; readonly name: string; readonly args: Item; state?: Item }

type Machine = {
  readonly accepts: (name: string) => boolean
  readonly bytes: Uint8Array
  readonly view: DataView
  at: number
  stack: Item[]
  readonly marks: Item[][]
  readonly memo: Map<number, Item>
}
type Step = (machine: Machine) => void

const take = (machine: Machine, length: number): number => {
  const at = machine.at
  if (!(length >= 0) || at + length > machine.bytes.length)
    throw new PickleError(`ends at byte ${at}, ${length} bytes short`)
  machine.at += length
  return at
}
const byte = (machine: Machine) => machine.bytes[take(machine, 1)]!
const word = (machine: Machine) => machine.view.getUint32(take(machine, 4), true)
const long = (machine: Machine) => Number(machine.view.getBigUint64(take(machine, 8), true))
const slice = (machine: Machine, length: number) => {
  const at = take(machine, length)
  return machine.bytes.subarray(at, at + length)
}
const text = (machine: Machine, length: number) => Buffer.from(slice(machine, length)).toString('utf8')
const oldText = (machine: Machine, length: number) => Buffer.from(slice(machine, length)).toString('latin1')
const line = (machine: Machine) => {
  const end = machine.bytes.indexOf(10, machine.at)
  const found = text(machine, (end < 0 ? machine.bytes.length : end) - machine.at)
  take(machine, 1)
  return found
}

const pop = (machine: Machine): Item => {
  const item = machine.stack.pop()
  if (item === undefined) throw new PickleError(`takes more than there is at byte ${machine.at}`)
  return item
}
const top = (machine: Machine): Item => {
  const item = pop(machine)
  machine.stack.push(item)
  return item
}
const mark = (machine: Machine) => {
  machine.marks.push(machine.stack)
  machine.stack = []
}
/** What was pushed since the last mark; the stack goes back to before it. */
const group = (machine: Machine): Item[] => {
  const items = machine.stack
  const outer = machine.marks.pop()
  if (!outer) throw new PickleError(`has no mark at byte ${machine.at}`)
  machine.stack = outer
  return items
}
const several = (machine: Machine, count: number) => Array.from({ length: count }, () => pop(machine)).reverse()

const push =
  (make: (machine: Machine) => Item): Step =>
  (machine) => {
    const item = make(machine)
    machine.stack.push(item)
  }

export const signed = (bytes: Uint8Array): bigint => {
  const unsigned = bytes.reduceRight((sum, next) => (sum << 8n) | BigInt(next), 0n)
  return bytes.length > 0 && bytes.at(-1)! >= 128 ? unsigned - (1n << BigInt(8 * bytes.length)) : unsigned
}
const bounded = (length: number) => {
  if (length > 4096) throw new PickleError(`has an integer of ${length} bytes`)
  return length
}

const append = (machine: Machine, items: readonly Item[]) => {
  const target = top(machine)
  if (isOf(target, 'list') || isOf(target, 'set')) for (const item of items) target.items.push(item)
}
const setItems = (machine: Machine, items: readonly Item[]) => {
  const target = top(machine)
  if (isOf(target, 'dict'))
    for (let i = 0; i + 1 < items.length; i += 2) target.entries.push([items[i]!, items[i + 1]!])
}
const pairs = (items: readonly Item[]): [Item, Item][] =>
  Array.from({ length: items.length >> 1 }, (_, i) => [items[2 * i]!, items[2 * i + 1]!])

const named = (machine: Machine, name: string): Item => {
  if (!machine.accepts(name)) throw new ForeignNameError(name.slice(0, 80), machine.at)
  return { kind: 'name', name }
}
const object = (machine: Machine): Item => {
  const [callee, args] = several(machine, 2) as [Item, Item]
  return { kind: 'object', name: isOf(callee, 'name') ? callee.name : '', args }
}
const build = (machine: Machine) => {
  const state = pop(machine)
  const target = top(machine)
  if (isOf(target, 'object')) target.state = state
}
const recall = (machine: Machine, index: number): Item => {
  const item = machine.memo.get(index)
  if (item === undefined) throw new PickleError(`recalls ${index}, which it never remembered`)
  return item
}

const steps = new Map<number, Step>([
  [0x80, (m) => void byte(m)],
  [0x95, (m) => void long(m)],
  [0x28, mark],
  [0x30, (m) => void pop(m)],
  [0x31, (m) => void group(m)],
  [0x32, push(top)],
  [0x4e, push(() => null)],
  [0x88, push(() => true)],
  [0x89, push(() => false)],
  [0x4a, push((m) => BigInt(m.view.getInt32(take(m, 4), true)))],
  [0x4b, push((m) => BigInt(byte(m)))],
  [0x4d, push((m) => BigInt(m.view.getUint16(take(m, 2), true)))],
  [0x8a, push((m) => signed(slice(m, byte(m))))],
  [0x8b, push((m) => signed(slice(m, bounded(word(m)))))],
  [0x47, push((m) => m.view.getFloat64(take(m, 8)))],
  [0x58, push((m) => text(m, word(m)))],
  [0x8c, push((m) => text(m, byte(m)))],
  [0x8d, push((m) => text(m, long(m)))],
  [0x54, push((m) => oldText(m, word(m)))],
  [0x55, push((m) => oldText(m, byte(m)))],
  [0x42, push((m) => slice(m, word(m)))],
  [0x43, push((m) => slice(m, byte(m)))],
  [0x8e, push((m) => slice(m, long(m)))],
  [0x5d, push(() => ({ kind: 'list', items: [] }))],
  [0x6c, push((m) => ({ kind: 'list', items: group(m) }))],
  [0x61, (m) => append(m, [pop(m)])],
  [0x65, (m) => append(m, group(m))],
  [0x29, push(() => ({ kind: 'tuple', items: [] }))],
  [0x85, push((m) => ({ kind: 'tuple', items: several(m, 1) }))],
  [0x86, push((m) => ({ kind: 'tuple', items: several(m, 2) }))],
  [0x87, push((m) => ({ kind: 'tuple', items: several(m, 3) }))],
  [0x74, push((m) => ({ kind: 'tuple', items: group(m) }))],
  [0x7d, push(() => ({ kind: 'dict', entries: [] }))],
  [0x64, push((m) => ({ kind: 'dict', entries: pairs(group(m)) }))],
  [0x73, (m) => setItems(m, several(m, 2))],
  [0x75, (m) => setItems(m, group(m))],
  [0x8f, push(() => ({ kind: 'set', items: [] }))],
  [0x90, (m) => append(m, group(m))],
  [0x91, push((m) => ({ kind: 'set', items: group(m) }))],
  [0x71, (m) => void m.memo.set(byte(m), top(m))],
  [0x72, (m) => void m.memo.set(word(m), top(m))],
  [0x94, (m) => void m.memo.set(m.memo.size, top(m))],
  [0x68, push((m) => recall(m, byte(m)))],
  [0x6a, push((m) => recall(m, word(m)))],
  [0x63, push((m) => named(m, `${line(m)}.${line(m)}`))],
  [0x93, push((m) => named(m, several(m, 2).join('.')))],
  [0x52, push(object)],
  [0x81, push(object)],
  [0x62, build],
])

export type Tagged = Extract<Item, { readonly kind: string }>

export const isOf = <Kind extends Tagged['kind']>(
  item: Item | undefined,
  kind: Kind,
): item is Extract<Tagged, { readonly kind: Kind }> =>
  typeof item === 'object' && item !== null && 'kind' in item && item.kind === kind
