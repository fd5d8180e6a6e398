/** Tables as MySQL users make them, by hand or with MATLAB: legal, named like DataJoint's, and not to be said in its language. */
export const oddTables = [
  `CREATE TABLE parent (a int, b varchar(10) COMMENT 'of the parent', c int NOT NULL, PRIMARY KEY (a, b), UNIQUE INDEX (c))`,
  `CREATE TABLE own_words (x int PRIMARY KEY, a int NOT NULL, b varchar(10) NOT NULL COMMENT 'in other words',
     FOREIGN KEY (a, b) REFERENCES parent (a, b) ON UPDATE CASCADE)`,
  `CREATE TABLE to_part (a int PRIMARY KEY, FOREIGN KEY (a) REFERENCES parent (a) ON UPDATE CASCADE)`,
  `CREATE TABLE to_unique (x int PRIMARY KEY, c int, UNIQUE INDEX (c), FOREIGN KEY (c) REFERENCES parent (c) ON UPDATE CASCADE)`,
  `CREATE TABLE longer (a int, b varchar(20), PRIMARY KEY (a, b), FOREIGN KEY (a, b) REFERENCES parent (a, b) ON UPDATE CASCADE)`,
  `CREATE TABLE rules (x int PRIMARY KEY, a int NOT NULL, b varchar(10) NOT NULL COMMENT 'of the parent',
     FOREIGN KEY (a, b) REFERENCES parent (a, b) ON DELETE CASCADE)`,
  `CREATE TABLE tree (id int PRIMARY KEY, above int, FOREIGN KEY (above) REFERENCES tree (id))`,
  `CREATE TABLE mat_lab (Subject_ID int, Weight float COMMENT '(g)', PRIMARY KEY (Subject_ID)) COMMENT 'named as in MATLAB'`,
  `CREATE TABLE spaces (id int PRIMARY KEY, \`my value\` int, \`Wert\` int NOT NULL DEFAULT 3)`,
  `CREATE TABLE raw_types (id int(6) unsigned zerofill PRIMARY KEY, flags set('a','b'), bits bit(3) NOT NULL, y year(4) NOT NULL,
     hash varbinary(8), own uuid, latin varchar(9) CHARACTER SET latin1, quoted enum('it''s','say "q"','{x}'), geo point)`,
  `CREATE TABLE made_values (id int PRIMARY KEY, w int NOT NULL, h int NOT NULL, area int AS (w * h) STORED,
     twice int AS (2 * w) VIRTUAL, maybe int DEFAULT 5, tag char(36) NOT NULL DEFAULT (uuid()),
     changed timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, CHECK (w > 0), shy int INVISIBLE)`,
  `CREATE TABLE indexed (id int PRIMARY KEY, note text NOT NULL, title varchar(300) NOT NULL, KEY (note(20)), FULLTEXT (title), UNIQUE (title))`,
  `CREATE TABLE late_key (value int NOT NULL, b int, a int, PRIMARY KEY (a, b)) ENGINE=MyISAM`,
  `CREATE TABLE hidden_key (_id int PRIMARY KEY, value int)`,
  `CREATE TABLE text_key (name text, value int, PRIMARY KEY (name(30))) COMMENT 'one\ntwo'`,
] as const

const remarks = '# Also true of this table:'
const noWords = (key: string) =>
  `# This table cannot be declared in DataJoint's language, which has no words for its primary key (${key}).`

/** What is to be printed of each, by class name; its database goes by the name `odd`. */
export const descriptions: Readonly<Record<string, readonly string[]>> = {
  Parent: ['a : int', 'b : varchar(10)  # of the parent', '---', 'c : int', 'unique index (c)'],
  OwnWords: ['x : int', '---', 'a : int', 'b : varchar(10)  # in other words', '-> Parent'],
  ToPart: ['a : int', '---', remarks, '#   FOREIGN KEY (a) REFERENCES odd.Parent (a)'],
  ToUnique: [
    ...['x : int', '---', 'c = null : int', 'unique index (c)'],
    ...[remarks, '#   FOREIGN KEY (c) REFERENCES odd.Parent (c)'],
  ],
  Longer: ['a : int', 'b : varchar(20)', '---', remarks, '#   FOREIGN KEY (a, b) REFERENCES odd.Parent (a, b)'],
  Rules: ['x : int', '---', '-> Parent', remarks, '#   FOREIGN KEY (a, b) ON UPDATE RESTRICT ON DELETE CASCADE'],
  Tree: [
    ...['id : int', '---', 'above = null : int', remarks],
    '#   FOREIGN KEY (above) REFERENCES odd.tree (id), which is not to be seen or stands below it',
    '#   FOREIGN KEY (above) ON UPDATE RESTRICT ON DELETE RESTRICT',
  ],
  MatLab: [
    noWords('Subject_ID'),
    ...['# # named as in MATLAB', '# ---', remarks],
    ...['#   Subject_ID: int in the primary key', '#   Weight: float NULL COMMENT "(g)"'],
  ],
  Spaces: ['id : int', '---', remarks, '#   my value: int NULL', '#   Wert: int NOT NULL DEFAULT "3"'],
  RawTypes: [
    ...['id : int unsigned', '---', 'y : year', 'latin = null : varchar(9)', remarks],
    ...["#   flags: set('a','b') NULL", '#   bits: bit(3) NOT NULL', '#   hash: varbinary(8) NULL'],
    ...['#   own: uuid of MariaDB NULL', `#   quoted: enum('it''s','say "q"','{x}') NULL`, '#   geo: point NULL'],
    ...['#   id: int(6) unsigned zerofill', '#   latin: CHARACTER SET latin1 COLLATE latin1_swedish_ci'],
  ],
  MadeValues: [
    ...['id : int', '---', 'w : int', 'h : int', 'area = null : int', 'twice = null : int', 'maybe = null : int'],
    ...['tag : char(36)', 'changed = CURRENT_TIMESTAMP : timestamp', 'shy = null : int', remarks],
    ...['#   tag: DEFAULT uuid()', '#   area: GENERATED ALWAYS AS (`w` * `h`) STORED'],
    ...['#   twice: GENERATED ALWAYS AS (2 * `w`)', '#   maybe: DEFAULT 5'],
    ...['#   changed: ON UPDATE CURRENT_TIMESTAMP()', '#   shy: INVISIBLE', '#   CHECK (`w` > 0)'],
  ],
  Indexed: [
    ...['id : int', '---', 'note : text', 'title : varchar(300)', 'unique index (title)'],
    ...[remarks, '#   INDEX (note(20))', '#   FULLTEXT INDEX (title)'],
  ],
  LateKey: [
    ...['b : int', 'a : int', '---', 'value : int', remarks],
    ...['#   its columns stand in the order value, b, a', '#   PRIMARY KEY (a, b), in this order', '#   ENGINE=MyISAM'],
  ],
  HiddenKey: [noWords('hidden'), '# ---', '# value = null : int', remarks, '#   the primary key has hidden attributes'],
  TextKey: [
    ...[noWords('name'), '# ---', '# value = null : int', remarks],
    ...['#   COMMENT "one\\ntwo" of the table', '#   name: text in the primary key', '#   PRIMARY KEY (name(30))'],
  ],
}
