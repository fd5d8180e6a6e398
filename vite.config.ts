import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig, type UserConfig } from 'vite'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))
/** The Host header stays the browser's, or the server's origin check would refuse it. */
const api = { target: process.env.LABBOOK_DEV_API ?? 'http://127.0.0.1:8080', changeOrigin: false }

/** The browser's build: web/ -> dist/web. */
const web: UserConfig = {
  root: 'web',
  plugins: [react()],
  publicDir: path('./public'),
  define: { global: 'globalThis' },
  server: { proxy: { '/trpc': api, '/api': api, '/healthz': api } },
  worker: { format: 'es' },
  build: {
    outDir: path('./dist/web'),
    emptyOutDir: true,
    target: 'es2022',
    sourcemap: false,
    chunkSizeWarningLimit: 6000,
  },
}

/** The server's build: each process and each worker thread is an entry of its own, dependencies stay in node_modules. */
const server: UserConfig = {
  publicDir: false,
  build: {
    ssr: true,
    outDir: path('./dist/server'),
    emptyOutDir: true,
    target: 'node20',
    sourcemap: true,
    minify: false,
    rolldownOptions: {
      input: {
        main: path('./server/main.ts'),
        worker: path('./server/worker.ts'),
        cli: path('./server/cli.ts'),
        computeThread: path('./server/computeThread.ts'),
      },
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
}

export default defineConfig(({ isSsrBuild }) => (isSsrBuild ? server : web))
