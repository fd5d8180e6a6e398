import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '#server/config.ts'

/** The secret that signs access cookies: LABBOOK_SECRET, or one made once and kept readable for this user only. */
export const readSecret = ({ secret, home }: Config): string => {
  if (secret) return secret
  const file = join(home, 'secret')
  if (existsSync(file)) return readFileSync(file, 'utf8')
  mkdirSync(home, { recursive: true, mode: 0o700 })
  const made = randomBytes(32).toString('base64url')
  writeFileSync(file, made, { mode: 0o600 })
  return made
}
