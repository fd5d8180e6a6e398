/** Round times between t0 and t1, about `count` of them. */
export const niceTimes = (t0: number, t1: number, count: number): number[] => {
  const raw = (t1 - t0) / count
  if (!(raw > 0)) return [t0]
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = ([1, 2, 5, 10].find((candidate) => candidate * power >= raw) ?? 10) * power
  const times: number[] = []
  for (let index = Math.ceil(t0 / step - 1e-9); index * step <= t1 + 1e-9; index++)
    times.push(Number((index * step).toPrecision(10)))
  return times
}
