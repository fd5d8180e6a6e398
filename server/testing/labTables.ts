/** Tables as DataJoint for Python 0.14 makes them, in raw SQL: a lab's own, and variants of the Elements. */

const table = (name: string, lines: readonly string[], comment = ''): string =>
  `CREATE TABLE ${name} (\n${lines.join(',\n')}\n) ENGINE=InnoDB, COMMENT "${comment}"`

const foreignKey = (columns: string, parent: string, parentColumns = columns): string =>
  `FOREIGN KEY (${columns}) REFERENCES ${parent} (${parentColumns}) ON UPDATE CASCADE ON DELETE RESTRICT`

/** Mice by number, people, machines and visits, with nothing of the Elements' names. */
export const labTables: readonly string[] = [
  'CREATE DATABASE our_mice',
  'CREATE DATABASE our_rig',
  table(
    'our_mice.mouse',
    ['`mouse_id` int unsigned NOT NULL COMMENT "ear tag"', '`born` date DEFAULT NULL', 'PRIMARY KEY (mouse_id)'],
    'A mouse',
  ),
  table('our_mice.`#person`', ['`person` varchar(16) NOT NULL', 'PRIMARY KEY (person)']),
  table('our_rig.`#machine`', ['`machine` varchar(16) NOT NULL', 'PRIMARY KEY (machine)']),
  table('our_rig.visit', [
    '`mouse_id` int unsigned NOT NULL COMMENT "ear tag"',
    '`visit_start` datetime NOT NULL COMMENT "start"',
    '`rig` varchar(8) NOT NULL',
    'PRIMARY KEY (mouse_id, visit_start)',
    foreignKey('mouse_id', 'our_mice.mouse'),
  ]),
  "INSERT INTO our_mice.mouse VALUES (7, '2024-01-01')",
  "INSERT INTO our_mice.`#person` VALUES ('ann')",
  "INSERT INTO our_rig.visit VALUES (7, '2024-05-05 07:08:09', 'right'), (7, '2024-05-06 07:08:09', 'left')",
]

const run = [
  '`animal` int NOT NULL COMMENT "ear tag"',
  '`day` smallint NOT NULL COMMENT "day of training"',
  '`run` tinyint unsigned NOT NULL',
]
const runKey = 'animal, day, run'

/** Runs of an animal on a day of its training: no moment anywhere, who was there in the run itself, a rate that Python computes. */
export const runTables: readonly string[] = [
  'CREATE DATABASE colony',
  'CREATE DATABASE arena',
  table('colony.animal', [
    '`animal` int NOT NULL COMMENT "ear tag"',
    '`born` date DEFAULT NULL',
    'PRIMARY KEY (animal)',
  ]),
  table('colony.`#person`', [
    '`person` varchar(16) NOT NULL',
    '`full_name` varchar(64) NOT NULL DEFAULT ""',
    'PRIMARY KEY (person)',
  ]),
  table('arena.run', [
    ...run,
    '`maze` varchar(8) NOT NULL COMMENT "which maze"',
    '`person` varchar(16) DEFAULT NULL',
    `PRIMARY KEY (${runKey})`,
    foreignKey('animal', 'colony.animal'),
    foreignKey('person', 'colony.`#person`'),
  ]),
  table('arena.run_folder', [
    ...run,
    '`folder` varchar(255) NOT NULL',
    `PRIMARY KEY (${runKey})`,
    foreignKey(runKey, 'arena.run'),
  ]),
  table('arena.__lick_rate', [
    ...run,
    '`rate` double NOT NULL COMMENT "(Hz)"',
    `PRIMARY KEY (${runKey})`,
    foreignKey(runKey, 'arena.run'),
  ]),
  "INSERT INTO colony.animal VALUES (7, '2024-01-01'), (12, NULL)",
  "INSERT INTO colony.`#person` VALUES ('ann', 'Ann Ott'), ('bo', '')",
  "INSERT INTO arena.run VALUES (7, 1, 1, 'left', 'bo'), (7, 1, 2, 'left', NULL), (12, 3, 1, 'right', 'bo')",
  'INSERT INTO arena.__lick_rate VALUES (7, 1, 1, 2.5)',
]

/** Visits that the database numbers, with their start and their folder in themselves, of no subject. */
export const visitTables: readonly string[] = [
  'CREATE DATABASE notebook',
  table('notebook.visit', [
    '`visit` int NOT NULL AUTO_INCREMENT',
    '`began` datetime NOT NULL',
    '`path` varchar(255) NOT NULL DEFAULT ""',
    'PRIMARY KEY (visit)',
  ]),
  "INSERT INTO notebook.visit VALUES (1, '2025-06-01 10:00:00', ''), (2, '2025-05-01 10:00:00', 'old')",
]

const subject = '`subject` varchar(8) NOT NULL'
const session = [subject, '`session_datetime` datetime NOT NULL']
const sessionKey = 'subject, session_datetime'

/** Subjects with the Elements' eight letters, one session of one of them, its probe. */
const base = (p: string): string[] => [
  ...['lab', 'subject', 'session', 'probe', 'ephys'].map((schema) => `CREATE DATABASE ${p}${schema}`),
  table(`${p}lab.\`#user\``, [
    '`user` varchar(32) NOT NULL',
    '`user_email` varchar(128) NOT NULL DEFAULT ""',
    '`user_cellphone` varchar(32) NOT NULL DEFAULT ""',
    '`user_fullname` varchar(64) NOT NULL DEFAULT ""',
    'PRIMARY KEY (user)',
  ]),
  table(`${p}subject.subject`, [
    subject,
    '`sex` enum("M","F","U") NOT NULL',
    '`subject_birth_date` date NOT NULL',
    'PRIMARY KEY (subject)',
  ]),
  table(`${p}session.session`, [
    ...session,
    `PRIMARY KEY (${sessionKey})`,
    foreignKey('subject', `${p}subject.subject`),
  ]),
  table(`${p}session.session_directory`, [
    ...session,
    '`session_dir` varchar(256) NOT NULL',
    `PRIMARY KEY (${sessionKey})`,
    foreignKey(sessionKey, `${p}session.session`),
  ]),
  `INSERT INTO ${p}subject.subject VALUES ('m1', 'F', '2023-01-01')`,
  `INSERT INTO ${p}session.session VALUES ('m1', '2024-01-02 03:04:05')`,
  table(`${p}probe.\`#probe\``, ['`probe` varchar(32) NOT NULL', 'PRIMARY KEY (probe)']),
  table(`${p}ephys.\`#clustering_param_set\``, [
    '`paramset_idx` smallint NOT NULL',
    '`params` longblob NOT NULL COMMENT "as the sorter takes them"',
    'PRIMARY KEY (paramset_idx)',
  ]),
  table(`${p}ephys.\`#cluster_quality_label\``, [
    '`cluster_quality_label` varchar(100) NOT NULL',
    'PRIMARY KEY (cluster_quality_label)',
  ]),
  `INSERT INTO ${p}probe.\`#probe\` VALUES ('p1')`,
  `INSERT INTO ${p}ephys.\`#clustering_param_set\` VALUES (0, '')`,
  `INSERT INTO ${p}ephys.\`#cluster_quality_label\` VALUES ('good')`,
]

const recordingColumns = [...session, '`insertion_number` tinyint unsigned NOT NULL']
const recordingKey = `${sessionKey}, insertion_number`

/** ProbeInsertion below the session. */
const perSession = (p: string): string[] => [
  table(`${p}ephys.probe_insertion`, [
    ...recordingColumns,
    '`probe` varchar(32) NOT NULL',
    `PRIMARY KEY (${recordingKey})`,
    foreignKey(sessionKey, `${p}session.session`),
    foreignKey('probe', `${p}probe.\`#probe\``),
  ]),
  `INSERT INTO ${p}ephys.probe_insertion VALUES ('m1', '2024-01-02 03:04:05', 0, 'p1')`,
  recording(p, [foreignKey(recordingKey, `${p}ephys.probe_insertion`)]),
]

/** ProbeInsertion below the subject: one implant, many sessions. */
const perSubject = (p: string): string[] => [
  table(`${p}ephys.probe_insertion`, [
    subject,
    '`insertion_number` tinyint unsigned NOT NULL',
    '`probe` varchar(32) NOT NULL',
    '`insertion_datetime` datetime DEFAULT NULL',
    'PRIMARY KEY (subject, insertion_number)',
    foreignKey('subject', `${p}subject.subject`),
    foreignKey('probe', `${p}probe.\`#probe\``),
  ]),
  `INSERT INTO ${p}ephys.probe_insertion VALUES ('m1', 0, 'p1', NULL)`,
  recording(p, [
    foreignKey(sessionKey, `${p}session.session`),
    foreignKey('subject, insertion_number', `${p}ephys.probe_insertion`),
  ]),
]

const recording = (p: string, references: readonly string[]): string =>
  table(`${p}ephys._ephys_recording`, [
    ...recordingColumns,
    '`sampling_rate` float NOT NULL',
    '`recording_duration` float NOT NULL',
    `PRIMARY KEY (${recordingKey})`,
    ...references,
  ])

const clusteringColumns = [...recordingColumns, '`paramset_idx` smallint NOT NULL']
const clusteringKey = `${recordingKey}, paramset_idx`

const clusterings = (p: string): string[] => [
  `INSERT INTO ${p}ephys._ephys_recording VALUES ('m1', '2024-01-02 03:04:05', 0, 30000, 10)`,
  table(`${p}ephys.clustering_task`, [
    ...clusteringColumns,
    `PRIMARY KEY (${clusteringKey})`,
    foreignKey(recordingKey, `${p}ephys._ephys_recording`),
    foreignKey('paramset_idx', `${p}ephys.\`#clustering_param_set\``),
  ]),
  table(`${p}ephys._clustering`, [
    ...clusteringColumns,
    '`clustering_time` datetime NOT NULL',
    `PRIMARY KEY (${clusteringKey})`,
    foreignKey(clusteringKey, `${p}ephys.clustering_task`),
  ]),
  `INSERT INTO ${p}ephys.clustering_task VALUES ('m1', '2024-01-02 03:04:05', 0, 0)`,
  `INSERT INTO ${p}ephys._clustering VALUES ('m1', '2024-01-02 03:04:05', 0, 0, '2024-01-03')`,
]

const units = (p: string, key: string, columns: readonly string[], parent: string): string[] => [
  table(`${p}ephys._curated_clustering`, [...columns, `PRIMARY KEY (${key})`, foreignKey(key, `${p}ephys.${parent}`)]),
  table(`${p}ephys._curated_clustering__unit`, [
    ...columns,
    '`unit` int NOT NULL',
    '`electrode` int NOT NULL',
    '`cluster_quality_label` varchar(100) NOT NULL',
    '`spike_count` int NOT NULL COMMENT "how many spikes"',
    '`spike_times` longblob NOT NULL COMMENT "(s)"',
    `PRIMARY KEY (${key}, unit)`,
    foreignKey(key, `${p}ephys._curated_clustering`),
    foreignKey('cluster_quality_label', `${p}ephys.\`#cluster_quality_label\``),
  ]),
]

const curationColumns = [...clusteringColumns, '`curation_id` int NOT NULL']
const curationKey = `${clusteringKey}, curation_id`

const curated = (p: string): string[] => [
  table(`${p}ephys.curation`, [
    ...curationColumns,
    '`curation_time` datetime NOT NULL',
    `PRIMARY KEY (${curationKey})`,
    foreignKey(clusteringKey, `${p}ephys._clustering`),
  ]),
  ...units(p, curationKey, curationColumns, 'curation'),
  `INSERT INTO ${p}ephys.curation VALUES ('m1', '2024-01-02 03:04:05', 0, 0, 1, '2024-01-04')`,
  `INSERT INTO ${p}ephys._curated_clustering VALUES ('m1', '2024-01-02 03:04:05', 0, 0, 1)`,
]

export const acuteTables = (p: string): string[] => [...base(p), ...perSession(p), ...clusterings(p), ...curated(p)]
export const chronicTables = (p: string): string[] => [...base(p), ...perSubject(p), ...clusterings(p), ...curated(p)]
export const noCurationTables = (p: string): string[] => [
  ...base(p),
  ...perSession(p),
  ...clusterings(p),
  ...units(p, clusteringKey, clusteringColumns, '_clustering'),
  `INSERT INTO ${p}ephys._curated_clustering VALUES ('m1', '2024-01-02 03:04:05', 0, 0)`,
]
