import type { Key } from '#core/pipeline/table.ts'
import type { Actor, AppContext } from './context.ts'
import { listJobs } from './listJobs.ts'
import type { Job, WorkerView } from './views.ts'
import { heartbeatPatience } from './workerHeartbeat.ts'

/** Reservations looked at; more workers than this no lab has. */
const reservationLimit = 1000
/** ms for which a worker that stopped is still listed. */
const shownAfterwards = 10 * 60_000

/** Workers of ours that gave a sign of life lately, and Python's as far as their reservations show. */
export const listWorkers = async (app: AppContext, _input: object, actor: Actor): Promise<readonly WorkerView[]> => {
  const now = app.now().getTime()
  const [ours, reserved] = await Promise.all([
    app.prisma.app_Worker.findMany({
      where: { heartbeat_at: { gte: new Date(now - shownAfterwards) } },
      orderBy: { started_at: 'desc' },
    }),
    listJobs(app, { status: 'reserved', limit: reservationLimit }, actor),
  ])
  const byProcess = jobsByProcess(reserved)
  const views = ours.map(({ host, pid, state, heartbeat_at }): WorkerView => {
    const jobs = byProcess.get(processOf({ host, pid })) ?? []
    const alive = state !== 'stopped' && now - heartbeat_at.getTime() < heartbeatPatience
    return { host, pid, user: jobs[0]?.user ?? '', alive, working: jobs.map(workOf) }
  })
  const known = new Set(ours.map(processOf))
  const others = [...byProcess.entries()].filter(([process]) => !known.has(process))
  return [...views, ...others.map(([, jobs]) => workerOf(jobs))]
}

const processOf = ({ host, pid }: { host: string; pid: number }): string => `${host} ${pid}`

const jobsByProcess = (jobs: readonly Job[]): ReadonlyMap<string, Job[]> => {
  const groups = new Map<string, Job[]>()
  for (const job of jobs) groups.set(processOf(job), [...(groups.get(processOf(job)) ?? []), job])
  return groups
}

/** A reservation is a sign of life: those of the dead are released. */
const workerOf = (jobs: readonly Job[]): WorkerView => {
  const { host, pid, user } = jobs[0]!
  return { host, pid, user, alive: true, working: jobs.map(workOf) }
}

const workOf = ({ table, key, reservedTime }: Job): { table: string; key: Key; since: string | null } => ({
  table,
  key,
  since: reservedTime,
})
