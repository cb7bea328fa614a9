import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

// The peer dependency may be of either major; `npm test` takes the one that runs on every Node that this package does.
const msw = process.env.MSW_MAJOR === '3' ? fileURLToPath(new URL('node_modules/msw3/lib', import.meta.url)) : undefined

export default defineConfig({
  resolve: {
    alias:
      msw === undefined
        ? []
        : [
            { find: /^msw$/, replacement: `${msw}/core/index.js` },
            { find: /^msw\/node$/, replacement: `${msw}/node/index.js` },
          ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'test/e2e/libvirt/**'], // wants libvirtd and virsh: npm run e2e
    globalSetup: 'test/builds.ts',
    testTimeout: 30_000,
    pool: 'threads',
    // Without it one core is left idle, which on two is half of them.
    maxWorkers: availableParallelism(),
    // Loading the schema, YAML and memfs anew for each file would take longer than the tests.
    isolate: false,
  },
})
