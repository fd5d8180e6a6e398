import { hostname, networkInterfaces } from 'node:os'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { LabBookError } from '#core/errors.ts'

/** Names under which this server may be addressed when it listens on `host`; on every interface: the machine's own. */
export const allowedHosts = (host: string): ReadonlySet<string> => {
  const names = ['localhost', '127.0.0.1', '[::1]', bracketed(host.toLowerCase())]
  return new Set(host === '0.0.0.0' || host === '::' ? [...names, ...machineNames()] : names)
}

/**
 * Refuses what a foreign web page could make a browser send: a Host that is not ours (DNS rebinding), and an Origin other
 * than the page's own on anything that writes or belongs to the API.
 */
export const guardOrigin = (server: FastifyInstance, hosts: ReadonlySet<string>): void => {
  server.addHook('onRequest', async (request) => {
    const host = request.headers.host ?? ''
    if (!hosts.has(nameOf(host)))
      throw new LabBookError('NOT_ALLOWED', {
        problem: `This server does not answer to the name "${host}" (start it with --host to add one).`,
      })
    if (isGuarded(request) && !sameOrigin(request, host))
      throw new LabBookError('NOT_ALLOWED', { problem: 'The request comes from another web page.' })
  })
}

const isGuarded = ({ method, url }: FastifyRequest): boolean =>
  (method !== 'GET' && method !== 'HEAD') || url.startsWith('/trpc') || url.startsWith('/api')

/** Programs send neither header; browsers send at least one of them. */
const sameOrigin = ({ headers }: FastifyRequest, host: string): boolean => {
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false
  return headers.origin === undefined || originHost(headers.origin) === host.toLowerCase()
}

const originHost = (origin: string): string | null => {
  const match = /^https?:\/\/([^/]+)$/.exec(origin.toLowerCase())
  return match?.[1] ?? null
}

const nameOf = (host: string): string => host.toLowerCase().replace(/:\d+$/, '')

const machineNames = (): string[] => {
  const name = hostname().toLowerCase()
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  return [name, `${name}.local`, ...addresses.map(({ address }) => bracketed(address))]
}

const bracketed = (address: string): string =>
  address.includes(':') && !address.startsWith('[') ? `[${address}]` : address
