import { compilePipeline } from '#core/pipeline/compilePipeline.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Row } from '#core/pipeline/table.ts'

/** A lab in two schemas: renamed, nullable and shared foreign keys, parts, an empty table, one name of two origins, unicode. */
export const labPipeline = (prefix: string): Pipeline =>
  compilePipeline(
    [
      { name: 'animal', tables: animalTables },
      { name: 'review', tables: reviewTables },
    ],
    { prefix, blobStyle: 'codec' },
  )

const animalTables = [
  { name: 'Keeper', tier: 'lookup', definition: `# person\n keeper : varchar(16)\n ---\n phone = null : varchar(20)` },
  {
    name: 'Subject',
    definition: `# animal
      subject : varchar(32)
      ---
      sex : enum('M', 'F', 'U')
      birth = null : date
      weight = null : decimal(6,2)  # g
      tag = null : uuid
      info = null : json
      -> [nullable] Keeper`,
  },
  {
    name: 'Session',
    definition: `# recording
      -> Subject
      session_id : int
      ---
      started : datetime(3)
      duration = null : double  # s
      rig = '' : varchar(32)
      notes = null : <blob>`,
  },
  {
    name: 'Pair',
    definition: `# two animals that met\n -> Subject\n -> Subject.proj(partner='subject')\n ---\n minutes = 0 : double`,
  },
  { name: 'Note', definition: `# remark\n subject : varchar(32)\n ---\n remark : varchar(200)` },
  { name: 'Probe', tier: 'lookup', definition: `# probe\n probe : int\n ---\n model = '' : varchar(32)` },
  { name: 'Spikes', tier: 'computed', definition: `# sorting\n -> Session\n -> Probe\n ---\n n_units : int` },
  {
    name: 'Spikes.Unit',
    definition: `# unit\n -> master\n unit : int\n ---\n rate : double  # Hz\n quality = null : varchar(8)\n spike_times = null : <blob>`,
  },
  {
    name: 'Social',
    tier: 'computed',
    definition: `# meeting\n -> Session\n -> Session.proj(other_subject='subject', other_session='session_id')\n ---\n score : double`,
  },
  { name: 'Void', definition: `# nothing yet\n -> Session\n ---\n thing : int` },
] as const

const reviewTables = [
  {
    name: 'Review',
    definition: `# opinion\n -> animal.Session\n ---\n -> [nullable] animal.Keeper.proj(reviewer='keeper')\n grade : tinyint`,
  },
  { name: 'Answer', definition: `# reply\n -> Review\n answer : smallint\n ---\n words : varchar(100)` },
] as const

/** Rows by table, parents first. */
export const labRows: Readonly<Record<string, readonly Row[]>> = {
  Keeper: [
    { keeper: 'ann', phone: '1' },
    { keeper: 'bob', phone: null },
    { keeper: 'zoë', phone: null },
  ],
  Subject: [
    subject(
      'anna',
      'F',
      '2024-01-02',
      '20.50',
      '0f8fad5b-d9cb-469f-a165-70867728950e',
      '{"rig": {"name": "left"}, "n": 3}',
      'ann',
    ),
    subject('bert', 'M', null, null, null, null, null),
    subject('cleo', 'F', '2023-12-31', '18.25', null, '{"rig": {"name": "right"}, "n": 5}', 'zoë'),
    subject('d\'or "x" \\ 100%', 'U', '2024-02-29', '0.10', null, null, 'ann'),
    subject('Ωmega 小鼠', 'M', '2024-01-02', '31.00', '7c9e6679-7425-40de-944b-e07fc1f90ae7', '{"n": null}', null),
  ],
  Session: [
    session('anna', 1, '2024-03-01T10:00:00.250', 60.5, 'left'),
    session('anna', 2, '2024-03-02T11:30:00', null, 'right'),
    session('anna', 10, '2024-04-02T11:30:00', 120, 'left'),
    session('bert', 1, '2024-03-03T10:00:00', 0, 'left'),
    session('Ωmega 小鼠', 1, '2024-03-03T23:59:59.999', 3600.25, 'Ω-rig'),
  ],
  Pair: [
    { subject: 'anna', partner: 'bert', minutes: 2.5 },
    { subject: 'bert', partner: 'cleo', minutes: 5 },
    { subject: 'anna', partner: 'Ωmega 小鼠', minutes: 0 },
  ],
  Note: [{ subject: 'anna', remark: 'calm' }],
  Probe: [
    { probe: 1, model: 'NP1' },
    { probe: 2, model: 'NP2' },
    { probe: 3, model: '' },
  ],
  Spikes: [
    { subject: 'anna', session_id: 1, probe: 1, n_units: 3 },
    { subject: 'anna', session_id: 1, probe: 2, n_units: 0 },
    { subject: 'anna', session_id: 2, probe: 1, n_units: 2 },
    { subject: 'bert', session_id: 1, probe: 2, n_units: 1 },
  ],
  'Spikes.Unit': [
    unit('anna', 1, 1, 0, 1.5, 'good'),
    unit('anna', 1, 1, 1, 12.25, 'mua'),
    unit('anna', 1, 1, 2, 0, null),
    unit('anna', 2, 1, 0, 7, 'good'),
    unit('anna', 2, 1, 1, 3.5, 'good'),
    unit('bert', 1, 2, 0, 30, 'noise'),
  ],
  Social: [
    { subject: 'anna', session_id: 1, other_subject: 'bert', other_session: 1, score: 0.5 },
    { subject: 'anna', session_id: 2, other_subject: 'anna', other_session: 1, score: 0.25 },
  ],
  Review: [
    { subject: 'anna', session_id: 1, reviewer: 'bob', grade: 5 },
    { subject: 'anna', session_id: 2, reviewer: null, grade: 3 },
    { subject: 'bert', session_id: 1, reviewer: 'ann', grade: 4 },
  ],
  Answer: [
    { subject: 'anna', session_id: 1, answer: 1, words: 'thanks' },
    { subject: 'anna', session_id: 1, answer: 2, words: '谢谢' },
  ],
}

function subject(
  name: string,
  sex: string,
  birth: string | null,
  weight: string | null,
  tag: string | null,
  info: string | null,
  keeper: string | null,
): Row {
  return { subject: name, sex, birth, weight, tag, info, keeper }
}

function session(subject: string, session_id: number, started: string, duration: number | null, rig: string): Row {
  return { subject, session_id, started, duration, rig, notes: null }
}

function unit(
  subject: string,
  session_id: number,
  probe: number,
  unit: number,
  rate: number,
  quality: string | null,
): Row {
  return { subject, session_id, probe, unit, rate, quality, spike_times: null }
}
