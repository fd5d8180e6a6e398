import { describe, expect, it } from 'vitest'
import { judgeReservation, type ReservationFacts } from './judgeReservation.ts'

const held: ReservationFacts = { age: 60, silence: 2, connected: true, uptime: 100_000 }
const onCluster = { connected: null, uptime: null }

describe('a reservation on one server', () => {
  it('is alive while its connection is, however old it is', () => {
    expect(judgeReservation({ ...held, age: 50_000, silence: 5000 })).toEqual({ dead: false, doubt: null })
  })

  it('of a worker of ours is dead without its connection', () => {
    expect(judgeReservation({ ...held, connected: false })).toMatchObject({ dead: true })
  })

  it('of Python is doubted without its connection, and dead after an hour', () => {
    const python = { ...held, silence: null, connected: false }
    expect(judgeReservation(python)).toEqual({ dead: false, doubt: 'Its connection to the database is gone.' })
    expect(judgeReservation({ ...python, age: 3601 })).toMatchObject({ dead: true })
  })

  it('from before the start of the server is without connection, even if its number is there again', () => {
    expect(judgeReservation({ ...held, age: 60, uptime: 10 })).toMatchObject({ dead: true })
  })
})

describe('a reservation on a cluster, whose connections cannot be seen', () => {
  it('of ours is alive while its worker gives signs of life', () => {
    expect(judgeReservation({ ...held, ...onCluster, age: 50_000 })).toEqual({ dead: false, doubt: null })
  })

  it('of ours is dead when its worker was silent for five minutes, or has ended, and it is not quite new', () => {
    expect(judgeReservation({ ...held, ...onCluster, age: 400, silence: 301 })).toMatchObject({ dead: true })
    expect(judgeReservation({ ...held, ...onCluster, age: 400, silence: Number.POSITIVE_INFINITY }).dead).toBe(true)
    expect(judgeReservation({ ...held, ...onCluster, age: 20, silence: Number.POSITIVE_INFINITY }).dead).toBe(false)
  })

  it('of Python is doubted after an hour, and never released but by a person', () => {
    const python = { ...held, ...onCluster, silence: null }
    expect(judgeReservation(python).doubt).toBeNull()
    expect(judgeReservation({ ...python, age: 90_000 })).toMatchObject({ dead: false, doubt: expect.any(String) })
  })
})
