/** As many as libuv has threads. */
const ahead = 4

/** The results of `work` on each item in the order of the items, with the next few under way. */
export async function* workAhead<In, Out>(
  items: AsyncIterable<In>,
  work: (item: In) => Promise<Out>,
): AsyncGenerator<Out, void, undefined> {
  const working: Promise<Out>[] = []
  for await (const item of items) {
    const result = work(item)
    result.catch(() => {}) // It is awaited below, unless an earlier one fails or the reader leaves.
    working.push(result)
    if (working.length > ahead) yield await working.shift()!
  }
  for (const result of working) yield await result
}
