import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { errorBody } from './errors.ts'

/** The lock of a server that other machines can reach, until there are accounts. */
export type Access = {
  /** A cookie for this token, which is used up by it; null when it is not the token. */
  redeem(token: string): string | null
  /** Whether the cookie came from here (signed with our secret, at most `maxAge` old). */
  check(cookie: string | undefined): boolean
}

const cookieName = 'labbook_access'
const maxAge = 90 * 24 * 3600

/**
 * One access link at a time. `announce` gets the token of the link `/?access=<token>` now, and the next one each time a link
 * was used, so that whoever reads the server's output can let one more person in.
 */
export const createAccess = (secret: string, announce: (token: string) => void, now = Date.now): Access => {
  let token = ''
  const renew = () => {
    token = randomBytes(24).toString('base64url')
    announce(token)
  }
  renew()
  return {
    redeem: (offered) => {
      if (!equal(offered, token)) return null
      renew()
      return sign(secret, `${now()}.${randomBytes(12).toString('base64url')}`)
    },
    check: (value) => {
      const issued = value === undefined ? null : verify(secret, value)
      return issued !== null && issued <= now() && now() - issued < maxAge * 1000
    },
  }
}

/** Lets in who has the cookie, or brings the link; everyone else reads what to do. Only /healthz is open. */
export const guardAccess = (server: FastifyInstance, access: Access): void => {
  server.after(() => {
    server.addHook('onRequest', async (request, reply) => {
      const { access: token } = request.query as { access?: string }
      if (request.method === 'GET' && typeof token === 'string') return enter(access, token, request, reply)
      if (request.url === '/healthz' || access.check(request.cookies[cookieName])) return
      return refuse(request, reply)
    })
  })
}

/** The page moves on by itself: a redirect would count as coming from the site of the link and lose the strict cookie. */
const enter = (access: Access, token: string, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  const value = access.redeem(token)
  if (value === null && !access.check(request.cookies[cookieName])) return refuse(request, reply)
  if (value !== null) reply.setCookie(cookieName, value, { httpOnly: true, sameSite: 'strict', path: '/', maxAge })
  return reply
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(page('Welcome to LabBook', '<a href="/">Open LabBook</a>', '<meta http-equiv="refresh" content="0;url=/">'))
}

const refuse = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  reply.code(401).header('cache-control', 'no-store')
  const message = 'This LabBook needs an access link.'
  const hint =
    'Ask the person who started it: the server printed a link, good for one browser. A used link does not open again.'
  if (request.url.startsWith('/api/') || request.url.startsWith('/trpc/'))
    return reply.send(errorBody({ code: 'NOT_ALLOWED', message, hint, data: {} }))
  return reply.type('text/html; charset=utf-8').send(page(message, hint))
}

const page = (title: string, body: string, head = ''): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title>${head}</head>` +
  `<body style="font-family:sans-serif;max-width:36rem;margin:4rem auto"><h1>${title}</h1><p>${body}</p></body></html>`

const sign = (secret: string, text: string): string =>
  `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`

/** Time of issue in ms. */
const verify = (secret: string, value: string): number | null => {
  const text = value.slice(0, value.lastIndexOf('.'))
  return equal(sign(secret, text), value) ? Number.parseInt(text, 10) : null
}

const equal = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b))
const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
