import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'test/e2e/libvirt/**'], // wants libvirtd and virsh: npm run e2e
    testTimeout: 30_000,
    pool: 'threads',
    // Loading the schema, YAML and memfs anew for each file would take longer than the tests.
    isolate: false,
  },
})
