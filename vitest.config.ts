import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    pool: 'threads',
    // Loading the schema, YAML and memfs anew for each file would take longer than the tests.
    isolate: false,
  },
})
