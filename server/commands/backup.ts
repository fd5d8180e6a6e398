import { resolve } from 'node:path'
import type { Command } from 'commander'
import { acquireDatabase } from '#db/acquireDatabase.ts'
import { backup, restore } from '#db/backup.ts'
import { loadConfig } from '#server/loadConfig.ts'
import { explain, printLine } from './output.ts'

/** `labbook backup FILE`: one consistent dump of all databases of the notebook, gzipped. */
export const addBackup = (program: Command): void => {
  program
    .command('backup')
    .argument('<file>', 'file to write, such as labbook-2026-11-22.sql.gz')
    .option('--all', 'also the databases that other programs made on this server', false)
    .description('write a consistent dump of the databases')
    .action(async (file: string, { all }: { all: boolean }) => {
      const config = await loadConfig()
      const acquired = await acquireDatabase(config)
      try {
        const { bytes, databases } = await backup(acquired.address, {
          prefix: all ? '' : config.prefix,
          file: resolve(file),
          onProgress: progressLine('written'),
        })
        explain(`${databases.length} databases, ${megabytes(bytes)}`)
        await printLine(resolve(file))
      } finally {
        await acquired.release()
      }
    })
}

/** `labbook restore FILE`: brings a dump back; refuses to overwrite unless told so. */
export const addRestore = (program: Command): void => {
  program
    .command('restore')
    .argument('<file>', 'a file that backup wrote')
    .option('--overwrite', 'replace databases that hold tables already', false)
    .description('bring the databases of a dump back')
    .action(async (file: string, { overwrite }: { overwrite: boolean }) => {
      const acquired = await acquireDatabase(await loadConfig())
      try {
        const { databases, saved } = await restore(acquired.address, {
          file: resolve(file),
          overwrite,
          onProgress: progressLine('read'),
        })
        if (saved) explain(`What was there is saved in ${saved}.`)
        await printLine(`Restored ${databases.join(', ')}`)
      } finally {
        await acquired.release()
      }
    })
}

const progressLine = (word: string) => (bytes: number) => {
  if (process.stderr.isTTY) process.stderr.write(`\r${megabytes(bytes)} ${word} `)
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`
