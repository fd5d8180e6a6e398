import { createServer as createProbe } from 'node:net'
import { createServer } from '#api/createServer.ts'
import { createAccess } from '#api/http/access.ts'
import { loadDemo } from '#app/loadDemo.ts'
import { LabBookError } from '#core/errors.ts'
import { runningDatabase } from '#db/embedded/runningDatabase.ts'
import type { Config } from '#server/config.ts'
import { terminalLog } from '#server/log.ts'
import { openContext } from '#server/openContext.ts'
import { packageFile, packageVersion } from '#server/packageFile.ts'
import { readSecret } from '#server/secret.ts'
import { endOnSignal } from '#server/shutdown.ts'
import { superviseChild } from '#server/supervise.ts'

/** Serves LabBook until a signal: database, tables, demo data, pages, one worker. Prints the address when it is ready. */
export const runServer = async (config: Config): Promise<void> => {
  const log = terminalLog()
  assertHomeFree(config)
  await assertPortFree(config)
  let wakeWorkers = () => {}
  const ending = endOnSignal(log)
  const opened = await openContext(config, log, { wakeWorkers: () => wakeWorkers() })
  ending.add(opened.close)
  void opened.acquired.exited.then(() => ending.end('its database has ended', 1))
  const { context } = opened
  // What the demo's files lack, they lack on purpose.
  if (config.demo) await loadDemo({ ...context, log: { ...log, warn: () => {} } })

  const isLocal = loopback.test(config.host)
  const access = isLocal ? undefined : createAccess(readSecret(config), announceLink(config))
  const server = createServer(context, { version: packageVersion, webRoot: packageFile('dist/web'), access })
  ending.add(() => server.close())
  await server.listen({ host: config.host, port: config.port })

  if (config.worker) {
    const worker = superviseChild(packageFile('dist/server/worker.js'), [], workerEnvironment(config), log)
    wakeWorkers = () => worker.send({ wake: true })
    ending.add(() => worker.stop())
  }
  log.info(`\nLabBook is ready: http://${isLocal ? 'localhost' : config.host}:${config.port}\n(Ctrl-C ends it.)`)
}

const loopback = /^(127\.\d+\.\d+\.\d+|localhost|::1)$/

const announceLink = (config: Config) => (token: string) =>
  process.stderr.write(
    `\nOpen this link once: http://${config.host === '0.0.0.0' ? '<this machine>' : config.host}:${config.port}/?access=${token}\n`,
  )

/** The worker reads the same configuration; flags that change it travel as environment. */
const workerEnvironment = (config: Config): NodeJS.ProcessEnv => ({
  ...process.env,
  LABBOOK_HOME: config.home,
  LABBOOK_PREFIX: config.prefix,
  LABBOOK_BLOB_STYLE: config.blobStyle,
  LABBOOK_DATA_ROOTS: config.dataRoots.join(':'),
})

/** Two servers on one embedded database would pull it from under each other. */
const assertHomeFree = ({ home, databaseUrl }: Config): void => {
  const running = databaseUrl ? null : runningDatabase(home)
  if (running) throw new LabBookError('DATABASE_LOCKED', { pid: running.owner, folder: home })
}

/** Found out before the database starts, since a taken port is the commonest reason not to start. */
const assertPortFree = ({ host, port }: Config): Promise<void> =>
  new Promise((resolve, reject) => {
    const probe = createProbe()
    probe.once('error', (cause: NodeJS.ErrnoException) => reject(cannotListen(host, port, cause)))
    probe.listen(port, host, () => probe.close(() => resolve()))
  })

const cannotListen = (host: string, port: number, cause: NodeJS.ErrnoException): LabBookError => {
  if (cause.code === 'EADDRINUSE') return new LabBookError('PORT_TAKEN', { port, host }, { cause })
  const data =
    cause.code === 'EACCES'
      ? { name: '--port', problem: `this user may not listen on port ${port}; choose one above 1023.` }
      : { name: '--host', problem: `"${host}" is not an address of this machine (${cause.code}).` }
  return new LabBookError('CONFIG_INVALID', data, { cause })
}
