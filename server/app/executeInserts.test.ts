import { describe, expect, it } from 'vitest'
import type { Queryable } from '#db/port.ts'
import { executeInserts } from './executeInserts.ts'

const statement = (text: string, rows = 1) => ({ text, params: [], rows })

/** A server that answers in its own time, and what happened in order. */
const slowServer = (events: string[], failing?: string): Queryable => ({
  execute: async (text) => {
    events.push(`begin ${text}`)
    await new Promise((resolve) => setImmediate(resolve))
    events.push(`end ${text}`)
    if (text === failing) throw new Error(`${text} failed`)
    return { affectedRows: 1, insertId: 0 }
  },
  query: async () => [],
  stream: () => (async function* () {})(),
})

function* made(events: string[], texts: readonly string[], broken?: string) {
  for (const text of texts) {
    events.push(`make ${text}`)
    if (text === broken) throw new Error(`${text} cannot be made`)
    yield statement(text)
  }
}

describe('inserts of many statements', () => {
  it('make the next one while the server works, and never have two under way', async () => {
    const events: string[] = []
    await executeInserts(slowServer(events), made(events, ['a', 'b']))
    expect(events).toEqual(['make a', 'begin a', 'make b', 'end a', 'begin b', 'end b'])
  })

  it('tell the rows of each statement that is done', async () => {
    const written: number[] = []
    await executeInserts(slowServer([]), [statement('a', 250), statement('b', 7)], (rows) => written.push(rows))
    expect(written).toEqual([250, 7])
  })

  it('end with the first that the database refuses', async () => {
    const events: string[] = []
    await expect(executeInserts(slowServer(events, 'a'), made(events, ['a', 'b', 'c']))).rejects.toThrow('a failed')
    expect(events).not.toContain('begin b')
  })

  it('wait for the statement under way when the next cannot be made', async () => {
    const events: string[] = []
    await expect(executeInserts(slowServer(events), made(events, ['a', 'b'], 'b'))).rejects.toThrow('b cannot be made')
    expect(events.at(-1)).toBe('end a')
  })
})
