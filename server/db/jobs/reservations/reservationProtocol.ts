import type { JobProtocol } from '../jobProtocol.ts'
import { countReservations } from './countReservations.ts'
import { complete, fail, ignore, release, retry } from './endReservation.ts'
import { freeReservation, heldReservations } from './heldReservations.ts'
import { listReservations } from './listReservations.ts'
import { nextKeys } from './nextKeys.ts'
import { refreshReservations } from './refreshReservations.ts'
import { reserve } from './reserve.ts'

/** DataJoint 0.14: one table `~jobs` per schema, with a row for every key that runs, failed or is to be ignored. */
export const reservationProtocol: JobProtocol = {
  refresh: refreshReservations,
  next: nextKeys,
  reserve,
  // A schema's reservations lie in the order of their hashes, which are nobody's order.
  mayFollow: () => false,
  complete,
  fail,
  release,
  retry,
  ignore,
  list: listReservations,
  count: countReservations,
  reservations: heldReservations,
  free: freeReservation,
}
