type Search = Readonly<Record<string, unknown>>

/** The address of a page, with its search parameters as the router writes them. */
export const addressOf = (path: string, search: Search = {}): string => {
  const parameters = Object.entries(search).map(
    ([name, value]) => `${name}=${encodeURIComponent(typeof value === 'string' ? value : JSON.stringify(value))}`,
  )
  return parameters.length > 0 ? `${path}?${parameters.join('&')}` : path
}
