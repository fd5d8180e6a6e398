import type { Database } from '#db/port.ts'

const milliseconds = 1500

/** Durable commits per second that some connections reach together with the smallest row there is. */
export const commitCeiling = async (database: Database, connections: number): Promise<number> => {
  await database.execute('CREATE TABLE IF NOT EXISTS `labbook_bench`.`#commits` (n int)')
  const from = performance.now()
  const counts = await Promise.all(
    Array.from({ length: connections }, () => database.session(commitUntil(from + milliseconds))),
  )
  const seconds = (performance.now() - from) / 1000
  await database.execute('DROP TABLE `labbook_bench`.`#commits`')
  return counts.reduce((sum, count) => sum + count, 0) / seconds
}

const commitUntil =
  (end: number) =>
  async (session: Pick<Database, 'execute'>): Promise<number> => {
    let count = 0
    for (; performance.now() < end; count++)
      await session.execute('INSERT INTO `labbook_bench`.`#commits` VALUES (?)', [count])
    return count
  }
