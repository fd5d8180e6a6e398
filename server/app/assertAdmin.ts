import { LabBookError } from '#core/errors.ts'
import type { Actor, AppContext } from './context.ts'

/** Whether this person may create tables and give rows up for good. Without named administrators everybody may who has access. */
export const isAdmin = ({ config }: Pick<AppContext, 'config'>, { user }: Actor): boolean =>
  config.admins === null || config.admins.includes(user)

/** @param what "create tables" @throws ADMIN_ONLY */
export const assertAdmin = (context: Pick<AppContext, 'config'>, actor: Actor, what: string): void => {
  if (isAdmin(context, actor)) return
  throw new LabBookError('ADMIN_ONLY', {
    what,
    user: actor.user,
    admins: context.config.admins?.join(', ') || 'nobody',
  })
}
