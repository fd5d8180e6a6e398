import { type Random, seededRandom } from '#elements/random/index.ts'

/** What happened during one session, as the program that ran the experiment would have told. Times in s from its start. */
export type DemoBehaviour = {
  readonly eventTypes: Readonly<Record<string, string>>
  readonly trialTypes: Readonly<Record<string, string>>
  readonly trials: readonly DemoTrial[]
}

export type DemoTrial = {
  readonly type: string
  readonly start: number
  readonly stop: number
  /** Ascending; the first is what cells answer to. */
  readonly events: readonly { readonly type: string; readonly time: number }[]
}

/** What a cell may answer to, and when: the type of each trial at its first event. */
export type DemoStimulus = { readonly kind: string; readonly time: number }

export const stimuliOf = ({ trials }: DemoBehaviour): DemoStimulus[] =>
  trials.map(({ type, events }) => ({ kind: type, time: events[0]!.time }))

const directions = [0, 45, 90, 135, 180, 225, 270, 315]
const gratingOf = (direction: number): string => `grating ${direction} deg`

/** Gratings of 2 s that drift in eight directions, one every 6 s. */
export const gratings = (seed: string, seconds: number): DemoBehaviour => ({
  eventTypes: { 'grating on': 'The grating appears and drifts', 'grating off': 'The screen turns grey' },
  trialTypes: Object.fromEntries(
    directions.map((direction) => [gratingOf(direction), `Grating that drifts towards ${direction} degrees`]),
  ),
  trials: everyFew(seed, 6, seconds, (random, start) => {
    const onset = tenthOfMs(start + 1 + 0.2 * random.uniform())
    return {
      type: gratingOf(directions[random.integer(directions.length)]!),
      start,
      stop: start + 6,
      events: [
        { type: 'grating on', time: onset },
        { type: 'grating off', time: tenthOfMs(onset + 2) },
      ],
    }
  }),
})

/** Two tones, one every 8 s: after the high one a lick within a second is rewarded, after the low one nothing is. */
export const tones = (seed: string, seconds: number): DemoBehaviour => ({
  eventTypes: { tone: 'A tone of 0.5 s begins', lick: 'The tongue touches the spout', reward: 'A drop of water' },
  trialTypes: { go: 'Tone of 12 kHz, licks are rewarded', 'no-go': 'Tone of 4 kHz, licks are not rewarded' },
  trials: everyFew(seed, 8, seconds, (random, start) => {
    const type = random.uniform() < 0.5 ? 'go' : 'no-go'
    const tone = tenthOfMs(start + 2 + 0.5 * random.uniform())
    return { type, start, stop: start + 8, events: [{ type: 'tone', time: tone }, ...licksAfter(random, type, tone)] }
  }),
})

const licksAfter = (random: Random, type: string, tone: number): DemoTrial['events'] => {
  if (random.uniform() > (type === 'go' ? 0.85 : 0.15)) return []
  const first = tenthOfMs(tone + 0.25 + 0.4 * random.uniform())
  const more = Array.from({ length: 2 + random.integer(4) }, (_, index) => tenthOfMs(first + 0.14 * (index + 1)))
  const licks = [first, ...more].map((time) => ({ type: 'lick', time }))
  const reward = { type: 'reward', time: tenthOfMs(first + 0.05) }
  return type === 'go' ? [licks[0]!, reward, ...licks.slice(1)] : licks
}

const everyFew = (
  seed: string,
  every: number,
  seconds: number,
  trialAt: (random: Random, start: number) => DemoTrial,
): DemoTrial[] => {
  const random = seededRandom(seed)
  const first = 4
  const count = Math.floor((seconds - first) / every)
  return Array.from({ length: count }, (_, index) => trialAt(random, first + every * index))
}

/** The resolution of event_start_time. */
const tenthOfMs = (seconds: number): number => Number(seconds.toFixed(4))
