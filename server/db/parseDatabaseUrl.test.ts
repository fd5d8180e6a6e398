import { expect, test } from 'vitest'
import { describeAddress } from './address.ts'
import { parseDatabaseUrl } from './parseDatabaseUrl.ts'

test('host, port, user and password come out, decoded', () => {
  expect(parseDatabaseUrl('mysql://ann:p%40ss%2Fword@db.lab.org:3307/ignored')).toEqual({
    host: 'db.lab.org',
    port: 3307,
    user: 'ann',
    password: 'p@ss/word',
  })
})

test('mariadb:// is the same, the port is 3306 and the user root unless named', () => {
  expect(parseDatabaseUrl('mariadb://[::1]')).toEqual({ host: '::1', port: 3306, user: 'root', password: '' })
})

test('a socket is named in the query, under either name', () => {
  const expected = { socketPath: '/run/mysqld/mysqld.sock', user: 'root', password: '' }
  expect(parseDatabaseUrl('mysql://root@localhost?socket=/run/mysqld/mysqld.sock')).toEqual(expected)
  expect(parseDatabaseUrl('mysql://root@localhost/?socketPath=%2Frun%2Fmysqld%2Fmysqld.sock')).toEqual(expected)
})

test('how the connection is encrypted is named in the query', () => {
  expect(parseDatabaseUrl('mysql://ann@db.lab.org?tls=verify')).toMatchObject({ host: 'db.lab.org', tls: 'verify' })
  expect(() => parseDatabaseUrl('mysql://ann@db.lab.org?tls=yes')).toThrow('off, required, verify')
})

test.each(['postgres://ann:secret@host', 'nonsense secret', 'mysql://ann:secret%@host', 'mysql://'])(
  'the error for %s never shows the password',
  (url) => {
    expect(() => parseDatabaseUrl(url)).toThrow(/^DATABASE_URL: /)
    expect(() => parseDatabaseUrl(url)).not.toThrow(/secret/)
  },
)

test('an address is described without its password', () => {
  expect(describeAddress(parseDatabaseUrl('mysql://ann:secret@host:1'))).toBe('ann@host:1')
})
