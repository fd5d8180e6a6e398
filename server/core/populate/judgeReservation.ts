/** What is known of a reservation and of the server that holds it, at one moment. Times in seconds. */
export type ReservationFacts = {
  /** Since the key was reserved. */
  readonly age: number
  /** Since a worker of LabBook gave its last sign of life; null for a worker of Python, infinite for one that ended. */
  readonly silence: number | null
  /** Whether the connection is there; null when it cannot be seen, as those of a cluster's other nodes or of other accounts. */
  readonly connected: boolean | null
  /** Since the server started: no connection is older. Null on a cluster. */
  readonly uptime: number | null
}

/** `doubt` is a sentence for people; who is `dead` is not waited for any longer. */
export type Verdict = { readonly dead: boolean; readonly doubt: string | null }

/** Python may reconnect in the midst of a job and keep its old number, so the loss of a connection proves little at first. */
export const pythonPatience = 3600
/** Clocks of machines differ, and a database that is away for some minutes keeps heartbeats away too. */
export const silencePatience = 300

/**
 * Whether a worker still holds its reservation. A lost connection ends one of ours, since ours never outlives it; where
 * connections cannot be seen, its heartbeat is asked; Python's are released after an hour without connection, and on a
 * cluster only by a person.
 */
export const judgeReservation = ({ age, silence, connected, uptime }: ReservationFacts): Verdict => {
  const isGone = connected === false || (uptime !== null && age > uptime + 1)
  if (isGone)
    return { dead: silence !== null || age > pythonPatience, doubt: 'Its connection to the database is gone.' }
  if (connected === true) return alive
  if (silence !== null && silence > silencePatience && age > silencePatience)
    return { dead: true, doubt: 'Its worker gives no sign of life.' }
  if (silence === null && age > pythonPatience)
    return { dead: false, doubt: 'It was taken more than an hour ago; whether its connection lives cannot be seen.' }
  return alive
}

const alive: Verdict = { dead: false, doubt: null }
