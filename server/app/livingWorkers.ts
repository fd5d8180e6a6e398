import type { LivingWorker } from '#db/jobs/jobs.ts'
import type { AppContext } from './context.ts'

/** Workers of LabBook as their heartbeats tell, for judging reservations whose connection cannot be seen. */
export const livingWorkers = async (app: AppContext): Promise<readonly LivingWorker[]> => {
  const workers = await app.prisma.app_Worker.findMany()
  const now = app.now().getTime()
  return workers.map(({ host, pid, state, heartbeat_at }) => ({
    host,
    pid,
    silence: state === 'stopped' ? Number.POSITIVE_INFINITY : Math.max(0, (now - heartbeat_at.getTime()) / 1000),
  }))
}
