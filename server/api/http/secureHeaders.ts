import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'

/** Tells the browser to load nothing but our own files, and to let nobody frame them. */
export const secureHeaders = (server: FastifyInstance, webRoot?: string): void => {
  const policy = contentSecurityPolicy(webRoot ? inlineScripts(webRoot) : [])
  server.addHook('onRequest', async (_request, reply) => {
    reply.headers({
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
  })
}

/** ELK and the frame decoder run in workers, Plotly exports through blob: and data: images, Mantine writes style elements. */
const contentSecurityPolicy = (scripts: readonly string[]): string =>
  [
    "default-src 'self'",
    `script-src 'self' ${scripts.map(hashSource).join(' ')}`.trimEnd(),
    "worker-src 'self' blob:",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self' blob: data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')

const hashSource = (script: string): string => `'sha256-${createHash('sha256').update(script).digest('base64')}'`

/** The scripts written into index.html itself, which the policy allows by their hash. */
const inlineScripts = (webRoot: string): string[] => {
  const html = readIndex(webRoot)
  return [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, script]) => script ?? '')
}

const readIndex = (webRoot: string): string => {
  try {
    return readFileSync(join(webRoot, 'index.html'), 'utf8')
  } catch {
    return ''
  }
}
