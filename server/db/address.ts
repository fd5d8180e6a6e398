/** Where a MySQL/MariaDB server listens and who we are there. */
export type DatabaseAddress = SocketAddress | TcpAddress
export type SocketAddress = { readonly socketPath: string } & Account
export type TcpAddress = { readonly host: string; readonly port: number; readonly tls?: TlsMode } & Account
type Account = { readonly user: string; readonly password: string }

/**
 * `off` is plain, `required` encrypted, `verify` encrypted with a certificate that this machine trusts. Without a mode a connection
 * is encrypted where the server can do it, as MySQL's own clients and Python have it, but to this very machine.
 */
export const tlsModes = ['off', 'required', 'verify'] as const
export type TlsMode = (typeof tlsModes)[number]

/** The address for messages and logs: never the password. */
export const describeAddress = (address: DatabaseAddress): string =>
  'socketPath' in address ? `${address.user}@${address.socketPath}` : `${address.user}@${address.host}:${address.port}`
