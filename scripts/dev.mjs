import { spawn } from 'node:child_process'
import { fromRoot } from './setup/paths.mjs'
import { runOrExplain } from './setup/say.mjs'
import { setUp } from './setup/setUp.mjs'

/** `npm run dev`: the server rebuilt and restarted on change (port 8080), the pages by Vite's own server with hot reload (port 5173). */
await runOrExplain(async () => {
  await setUp({ forTests: true })
  const vite = fromRoot('node_modules/vite/bin/vite.js')
  const children = [
    [vite, 'build', '--ssr', '--watch', '--logLevel', 'warn'],
    [
      '--watch-path',
      fromRoot('dist/server'),
      '--enable-source-maps',
      fromRoot('scripts/serveBuild.mjs'),
      ...process.argv.slice(2),
    ],
    [vite],
  ].map((args) => spawn(process.execPath, args, { cwd: fromRoot(), stdio: 'inherit' }))
  const end = () => {
    for (const child of children) child.kill('SIGTERM')
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end)
  for (const child of children) child.on('exit', end)
})
