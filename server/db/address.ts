/** Where a MySQL/MariaDB server listens and who we are there. */
export type DatabaseAddress = SocketAddress | TcpAddress
export type SocketAddress = { readonly socketPath: string } & Account
export type TcpAddress = { readonly host: string; readonly port: number } & Account
type Account = { readonly user: string; readonly password: string }

/** The address for messages and logs: never the password. */
export const describeAddress = (address: DatabaseAddress): string =>
  'socketPath' in address ? `${address.user}@${address.socketPath}` : `${address.user}@${address.host}:${address.port}`
