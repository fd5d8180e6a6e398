/** A folder below a data root; `path` is POSIX and relative, `''` for the root itself. */
export type Folder = { readonly root: string; readonly path: string }

/** The folder and all above it up to the data root, which is called by its last name: what breadcrumbs show. */
export const trailOf = ({ root, path }: Folder): { readonly name: string; readonly path: string }[] => {
  const names = path.split('/').filter(Boolean)
  const below = names.map((name, depth) => ({ name, path: names.slice(0, depth + 1).join('/') }))
  return [{ name: lastName(root), path: '' }, ...below]
}

/** The folder above, or null at the data root. */
export const parentOf = (path: string): string | null => {
  if (path === '') return null
  const end = path.lastIndexOf('/')
  return end < 0 ? '' : path.slice(0, end)
}

const lastName = (root: string): string => root.split(/[\\/]/).filter(Boolean).at(-1) ?? root
