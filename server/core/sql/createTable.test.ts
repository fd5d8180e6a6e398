import { describe, expect, it } from 'vitest'
import { compilePipeline } from '../pipeline/compilePipeline.ts'
import { lab } from '../pipeline/testing/labSchemas.ts'
import { compileCreateJobTable, jobTableName } from './createJobTable.ts'
import { compileCreateTable } from './createTable.ts'
import { compileCreateLineageTable, jobTableLineageRows, lineageRows } from './lineage.ts'

const pipeline = compilePipeline(lab, { prefix: 'labbook_', blobStyle: 'codec' })
const create = (name: string) => compileCreateTable(pipeline.table(name), pipeline)

describe('compileCreateTable', () => {
  it('writes columns, key, foreign keys and indexes as DataJoint does', () => {
    expect(create('session.Session')).toBe(
      `CREATE TABLE IF NOT EXISTS \`labbook_session\`.\`session\` (
\`subject\` varchar(32) NOT NULL COMMENT 'name of the animal',
\`session_datetime\` datetime NOT NULL COMMENT 'start, local time',
\`session_id\` int DEFAULT NULL,
\`reviewer\` varchar(32) DEFAULT NULL COMMENT 'account name',
PRIMARY KEY (\`subject\`,\`session_datetime\`),
FOREIGN KEY (\`subject\`) REFERENCES \`labbook_subject\`.\`subject\` (\`subject\`) ON UPDATE CASCADE ON DELETE RESTRICT,
FOREIGN KEY (\`reviewer\`) REFERENCES \`labbook_lab\`.\`#user\` (\`user\`) ON UPDATE CASCADE ON DELETE RESTRICT,
UNIQUE INDEX (\`reviewer\`)
) ENGINE=InnoDB, COMMENT 'Visit to the rig'`,
    )
  })

  it('writes defaults, expressions and index lines', () => {
    expect(create('Recording')).toContain('`created` timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP\n'.trimEnd())
    expect(create('ParamSet')).toContain("`description` varchar(64) NOT NULL DEFAULT ''")
    expect(create('ParamSet')).toContain('INDEX (`description`)')
    expect(create('Subject')).toContain("`sex` enum('M','F','U') NOT NULL DEFAULT 'U'")
  })

  it('gives a column the charset and collation that its parent has', () => {
    const collation = { charset: 'latin1', name: 'latin1_swedish_ci' }
    const table = pipeline.table('session.Session')
    const attributes = table.attributes.map((one) => (one.name === 'subject' ? { ...one, collation } : one))
    expect(compileCreateTable({ ...table, attributes }, pipeline)).toContain(
      "`subject` varchar(32) CHARACTER SET latin1 COLLATE latin1_swedish_ci NOT NULL COMMENT 'name of the animal',",
    )
  })

  it('marks blobs in codec style and leaves them bare otherwise', () => {
    expect(create('Units.Unit')).toContain("`spike_times` longblob NOT NULL COMMENT ':<blob>:s'")
    const bare = compilePipeline(lab, { prefix: '', blobStyle: 'bare' })
    const text = compileCreateTable(bare.table('Units.Unit'), bare)
    expect(text).toContain("`spike_times` longblob NOT NULL COMMENT 's'")
  })

  it('gives a table without a key the hidden one of 2.x, and JSON parts functional indexes', () => {
    const tables = [
      { name: 'A', definition: '---\nlab : varchar(8)\ninfo : json\nindex (lab, info.rig.no:decimal(4,0), info.name)' },
    ]
    const one = compilePipeline([{ name: 'x', tables }], { prefix: '', blobStyle: 'codec' })
    expect(compileCreateTable(one.table('A'), one)).toBe(
      `CREATE TABLE IF NOT EXISTS \`x\`.\`a\` (
\`lab\` varchar(8) NOT NULL,
\`info\` json NOT NULL COMMENT ':json:',
\`_singleton\` tinyint NOT NULL DEFAULT '1' COMMENT ':bool:singleton primary key',
PRIMARY KEY (\`_singleton\`),
INDEX (\`lab\`,(json_value(\`info\`, _utf8mb4'$.rig.no' returning decimal(4,0))),(json_value(\`info\`, _utf8mb4'$.name')))
) ENGINE=InnoDB`,
    )
  })

  it('copies the marker of a uuid into children', () => {
    const tables = [
      { name: 'A', definition: "a : uuid  # the lab's own" },
      { name: 'B', definition: '-> A\nn : int auto_increment' },
    ]
    const two = compilePipeline([{ name: 'x', tables }], { prefix: '', blobStyle: 'bare' })
    const text = compileCreateTable(two.table('B'), two)
    expect(text).toContain("`a` binary(16) NOT NULL COMMENT ':uuid:the lab''s own'")
    expect(text).toContain('`n` int NOT NULL AUTO_INCREMENT')
  })
})

describe('the hidden tables', () => {
  it('the job table has the key of the target and the state of DataJoint 2.x', () => {
    expect(jobTableName(pipeline.table('Units'))).toBe('~~units')
    expect(compileCreateJobTable(pipeline.table('Units'))).toBe(
      `CREATE TABLE IF NOT EXISTS \`labbook_ephys\`.\`~~units\` (
\`subject\` varchar(32) NOT NULL,
\`session_datetime\` datetime NOT NULL,
\`paramset_idx\` smallint NOT NULL,
\`status\` enum('pending', 'reserved', 'success', 'error', 'ignore') NOT NULL COMMENT ':enum(''pending'', ''reserved'', ''success'', ''error'', ''ignore''):',
\`priority\` tinyint NOT NULL COMMENT ':int8:',
\`created_time\` datetime(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) COMMENT ':datetime(3):',
\`scheduled_time\` datetime(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) COMMENT ':datetime(3):',
\`reserved_time\` datetime(3) DEFAULT NULL COMMENT ':datetime(3):',
\`completed_time\` datetime(3) DEFAULT NULL COMMENT ':datetime(3):',
\`duration\` double DEFAULT NULL COMMENT ':float64:',
\`error_message\` varchar(2047) NOT NULL DEFAULT '' COMMENT ':varchar(2047):',
\`error_stack\` longblob DEFAULT NULL COMMENT ':<blob>:',
\`user\` varchar(255) NOT NULL DEFAULT '' COMMENT ':varchar(255):',
\`host\` varchar(255) NOT NULL DEFAULT '' COMMENT ':varchar(255):',
\`pid\` int NOT NULL DEFAULT '0' COMMENT ':int32:',
\`connection_id\` bigint NOT NULL DEFAULT '0' COMMENT ':int64:',
\`version\` varchar(64) NOT NULL DEFAULT '' COMMENT ':varchar(64):',
PRIMARY KEY (\`subject\`,\`session_datetime\`,\`paramset_idx\`),
INDEX (\`status\`,\`priority\`,\`scheduled_time\`)
) ENGINE=InnoDB, COMMENT 'Job queue for \`labbook_ephys\`.\`__units\`'`,
    )
    expect(jobTableLineageRows(pipeline.table('Units'))[0]).toEqual({
      table_name: '~~units',
      attribute_name: 'subject',
      lineage: 'labbook_ephys.~~units.subject',
    })
  })

  it('lineage leads to the table where an attribute began, in the names of MySQL', () => {
    expect(lineageRows(pipeline.table('Units.Pair'), pipeline)).toEqual(
      [
        ['subject', 'labbook_subject.subject.subject'],
        ['session_datetime', 'labbook_session.session.session_datetime'],
        ['paramset_idx', 'labbook_ephys.#param_set.paramset_idx'],
        ['unit', 'labbook_ephys.__units__unit.unit'],
        ['other_unit', 'labbook_ephys.__units__unit.unit'],
      ].map(([attribute_name, lineage]) => ({ table_name: '__units__pair', attribute_name, lineage })),
    )
    expect(lineageRows(pipeline.table('session.Session'), pipeline).map((row) => row.attribute_name)).toEqual([
      'subject',
      'session_datetime',
      'reviewer',
    ])
    expect(compileCreateLineageTable('labbook_lab')).toContain('PRIMARY KEY (`table_name`,`attribute_name`)')
  })
})
