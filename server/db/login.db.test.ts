import { expect, test } from 'vitest'
import type { TcpAddress, TlsMode } from './address.ts'
import { openDatabase } from './openDatabase.ts'
import { serverKind } from './serverVersion.ts'
import { useTestDatabase } from './testing/testDatabase.ts'

const db = useTestDatabase()

/** How a connection of a new account of MySQL 8, whose password no server remembers yet, is encrypted. */
const cipherOf = async (tls: TlsMode | undefined, requirement = ''): Promise<string> => {
  const user = `login${Math.floor(Math.random() * 1e9)}`
  await db.database.execute(
    `CREATE USER '${user}'@'%' IDENTIFIED WITH caching_sha2_password BY 'pass word' ${requirement}`,
  )
  const address = { ...(db.address as TcpAddress), user, password: 'pass word', ...(tls && { tls }) }
  const { database, close } = await openDatabase(address, { prefix: db.prefix, poolSize: 1 })
  try {
    const [row] = await database.query("SHOW SESSION STATUS LIKE 'Ssl_cipher'")
    return String(row?.Value)
  } finally {
    await close()
  }
}

/** Only MySQL reached by TCP has this. */
const assertMySql = async (skip: (why: string) => void): Promise<void> => {
  if ((await serverKind(db.database)).isMariaDb || !('host' in db.address)) skip('needs MySQL 8 at a port')
}

const ways: readonly [string, TlsMode | undefined, string, RegExp][] = [
  ['plain, its password encrypted with the key of the server', 'off', '', /^$/],
  ['encrypted when that is asked for', 'required', '', /TLS|AES/],
  ['plain on this machine', undefined, '', /^$/],
  ['encrypted on this machine where the account must', undefined, 'REQUIRE SSL', /TLS|AES/],
]
for (const [how, tls, requirement, cipher] of ways)
  test(`an account of MySQL 8's own logs in ${how}`, async ({ skip }) => {
    await assertMySql(skip)
    expect(await cipherOf(tls, requirement)).toMatch(cipher)
  })

test('a certificate that nobody vouches for is refused where it must be verified', async ({ skip }) => {
  await assertMySql(skip)
  await expect(cipherOf('verify')).rejects.toMatchObject({ code: 'DATABASE_UNREACHABLE' })
})
