import { expect, test } from 'vitest'
import { mayTakeAnother, transportsTo } from './transports.ts'

const account = { user: 'ann', password: 'secret' }
const isEncrypted = ({ ssl }: { ssl?: unknown }) => Boolean(ssl)

test('a server elsewhere is reached encrypted if it can, one on this machine plain unless it must', () => {
  expect(transportsTo({ host: 'db.lab.org', port: 3306, ...account }).map(isEncrypted)).toEqual([true, false])
  expect(transportsTo({ host: '127.0.0.1', port: 3306, ...account }).map(isEncrypted)).toEqual([false, true])
  expect(transportsTo({ socketPath: '/run/db.sock', ...account }).map(isEncrypted)).toEqual([false])
})

test('who says how is never given another way', () => {
  const to = (tls: 'off' | 'required' | 'verify') => transportsTo({ host: 'db', port: 3306, tls, ...account })
  expect(to('off').map(isEncrypted)).toEqual([false])
  expect(to('required')).toEqual([{ ssl: { rejectUnauthorized: false } }])
  expect(to('verify')).toEqual([{ ssl: { rejectUnauthorized: true } }])
})

test('only a refusal of the way is a reason to try another', () => {
  expect(mayTakeAnother(Object.assign(new Error('no TLS'), { errno: 45023 }))).toBe(true)
  expect(mayTakeAnother(Object.assign(new Error('gone'), { errno: 2013 }))).toBe(false)
})
