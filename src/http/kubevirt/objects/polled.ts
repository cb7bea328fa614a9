/** Whoever looks at an object doesn't wait for the agent of its guest, but takes what it answers at once. */
// Turns of the event loop, in which bytes arrive; no time of the host's.
import { setImmediate as turn } from 'node:timers/promises'
import type { Vm } from '../../../vm.js'
import { patiently } from '../../patience.js'

/** So many turns in which nothing happens mean that nothing will without time going on. */
const QUIET = 4

/** Waits for the poll as long as something happens; where the clock jumps by itself, to the end. Never rejects. */
export async function polled(vm: Vm, poll: Promise<unknown>): Promise<void> {
  const { mode } = vm.guest.clock
  const over = poll.catch(() => {})
  if (mode === 'auto' || mode === 'step') await patiently(vm, over).catch(() => {})
  else await quiet(vm, over)
}

async function quiet(vm: Vm, poll: Promise<unknown>): Promise<void> {
  let isOver = false
  let activity = 0
  const forget = vm.onEvent(() => activity++)
  poll.then(() => {
    isOver = true
  })
  let seen = activity
  for (let turns = 0; !isOver && turns < QUIET; turns++) {
    await turn()
    if (activity !== seen) turns = 0
    seen = activity
  }
  forget()
}
