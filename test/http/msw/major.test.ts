import { http } from 'msw'
import { expect, test } from 'vitest'

// Only major 3 has the handlers in a folder of their own name; which one is meant stands in vitest.config.ts.
test('these tests run with the major of msw that they were asked to run with', async () => {
  const core = await import('msw')
  expect([typeof http.all, 'sse' in core, 'graphql' in core]).toEqual(['function', true, process.env.MSW_MAJOR !== '3'])
})
