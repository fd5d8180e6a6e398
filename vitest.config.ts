import './scripts/setup/groupByPolyfill.mjs'
import { defineConfig } from 'vitest/config'

const common = { environment: 'node' as const, testTimeout: 20_000 }

/**
 * `unit` and `dom` do no I/O, `elements` read files, `db` runs on a real embedded MariaDB, `interop` has the Python client as judge.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...common,
          name: 'unit',
          // They keep no state in modules, and loading these anew for each file takes longer than the tests.
          isolate: false,
          include: ['server/**/*.test.ts', 'web/**/*.test.ts', 'bench/**/*.test.ts', 'scripts/**/*.test.{ts,mjs}'],
          exclude: ['**/*.db.test.ts', '**/*.interop.test.ts', '**/node_modules/**'],
        },
      },
      {
        test: {
          ...common,
          name: 'elements',
          include: ['elements/**/*.test.ts'],
          exclude: ['**/*.db.test.ts', '**/*.interop.test.ts', '**/node_modules/**'],
        },
      },
      {
        test: {
          ...common,
          name: 'dom',
          environment: 'jsdom',
          include: ['web/**/*.test.tsx', 'elements/**/*.test.tsx'],
        },
      },
      {
        test: {
          ...common,
          name: 'db',
          include: ['**/*.db.test.ts'],
          exclude: ['**/node_modules/**'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          ...common,
          name: 'interop',
          include: ['**/*.interop.test.ts'],
          exclude: ['**/node_modules/**'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
