import { hostname } from 'node:os'
import { expect, it } from 'vitest'
import { allowedHosts } from './origin.ts'

it('a server on the loopback answers to the names of the loopback only', () => {
  expect([...allowedHosts('127.0.0.1')].sort()).toEqual(['127.0.0.1', '[::1]', 'localhost'])
})

it('a server with a name answers to that name', () => {
  expect(allowedHosts('Lab-PC.example.org').has('lab-pc.example.org')).toBe(true)
  expect(allowedHosts('fe80::1').has('[fe80::1]')).toBe(true)
})

it('a server on every interface answers to the names and addresses of its machine', () => {
  const hosts = allowedHosts('0.0.0.0')
  expect(hosts.has(hostname().toLowerCase())).toBe(true)
  expect(hosts.has('evil.example')).toBe(false)
})
