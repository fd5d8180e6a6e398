import type { Folder } from './folder.ts'

export type ServerOptions = {
  /** Also listen on 127.0.0.1; null = unix socket only. */
  readonly port: number | null
  /** False in tests: commits are not waited for on the disk. */
  readonly durable: boolean
}

/** MariaDB changes the redo log's size at a start; the same small one from the first makes a fresh folder 50 MB, not 114. */
export const redoLog = '--innodb-log-file-size=32M'

/** MariaDB refuses to run as root unless told so. */
export const asRoot = (): string[] => (process.getuid?.() === 0 ? ['--user=root'] : [])

/**
 * `--no-defaults` must come first: the machine's own configuration files are for the machine's own server. The charset is
 * utf8mb4 with the server's default collation, so that tables which Python declares beside ours can reference them.
 */
export const serverArguments = (folder: Folder, { port, durable }: ServerOptions): string[] => [
  '--no-defaults',
  `--datadir=${folder.data}`,
  `--socket=${folder.socket}`,
  `--pid-file=${folder.pid}`,
  `--log-error=${folder.log}`,
  `--tmpdir=${folder.temporary}`,
  `--init-file=${folder.startSql}`,
  ...(port === null ? ['--skip-networking'] : [`--port=${port}`, '--bind-address=127.0.0.1']),
  '--skip-name-resolve',
  '--skip-log-bin',
  '--character-set-server=utf8mb4',
  '--max-allowed-packet=256M',
  '--max-connections=200',
  '--innodb-buffer-pool-size=256M',
  redoLog,
  '--performance-schema=OFF',
  ...(durable
    ? []
    : ['--innodb-flush-log-at-trx-commit=0', '--innodb-flush-method=nosync', '--innodb-doublewrite=OFF']),
  ...asRoot(),
]
