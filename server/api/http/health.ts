import type { FastifyInstance } from 'fastify'
import type { AppContext } from '#app/context.ts'

/** `GET /healthz` -> `{status, database, version}`; 503 while the database does not answer within two seconds. */
export const serveHealth = (server: FastifyInstance, context: AppContext, version: string): void => {
  server.get('/healthz', async (_request, reply) => {
    const ok = await databaseAnswers(context)
    return reply
      .code(ok ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status: ok ? 'ok' : 'error', database: ok ? 'ok' : 'unreachable', version })
  })
}

const databaseAnswers = async ({ database }: AppContext): Promise<boolean> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), 2000)
  })
  const answer = database.query('SELECT 1 AS one').then(
    () => true,
    () => false,
  )
  return Promise.race([answer, late]).finally(() => clearTimeout(timer))
}
