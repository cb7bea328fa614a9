import { defineConfig } from 'vitest/config'

/** Tests against what a machine may not have: libvirt, and root for its system daemon. They fail without, and so are no part of `npm test`. */
export default defineConfig({
  test: {
    include: ['test/e2e/libvirt/**/*.test.ts'],
    globalSetup: 'test/e2e/libvirt/build.ts',
    testTimeout: 60_000,
    hookTimeout: 180_000,
    // Each file has a libvirtd of its own, which mostly waits: on two cores, too, there may be two of them.
    maxWorkers: 2,
  },
})
