import { expect, test } from 'vitest'
import { endBySignal } from '../../src/cli/end-by-signal.js'
import { createVm } from '../../src/index.js'

const MILLISECOND = 1_000_000n

test('the end is told with the time that it is, however long nothing has happened', async () => {
  await using vm = await createVm({ clock: { mode: 'real' } })
  const until = performance.now() + 20
  while (performance.now() < until);
  endBySignal(vm)
  const told = vm.events.find(event => event.type === 'qemu' && event.event === 'SHUTDOWN')
  expect(told?.at).toBeGreaterThan(15n * MILLISECOND)
  expect(vm.status).toBe('exited')
})
