import { pauseOf } from '../objects/life.js'
import { doing } from './define-subresource.js'
import { parseGoDuration } from './go-duration.js'
import { memberOf, readBody } from './read-body.js'
import { assertRunning } from './refusals.js'
import type { SubresourceGuest } from './subresource.js'
import { HandlerRefusal, throughHandler } from './through-handler.js'

/** The body is virt-handler's to read: {"unfreezeTimeout": "5m0s"}. */
export const freeze = doing(
  'freeze',
  body => body,
  async (guest, body) => {
    assertRunning(guest, 'VM')
    await throughHandler(guest, {
      subresource: 'freeze',
      command: 'Freeze',
      failure: 400,
      run: async () => freezeUnlessPaused(guest, unfreezeTimeout(body)),
    })
  },
)

async function freezeUnlessPaused({ vm, agent, release }: SubresourceGuest, seconds: number): Promise<void> {
  if (release.pausedIsFrozen && pauseOf(vm) !== undefined) return
  await agent.freezing.freeze(seconds, release.freezeTimeout)
}

/** Whole seconds, as an int32 has them. Throws HandlerRefusal. */
function unfreezeTimeout(body: string): number {
  const given = read(body)
  if (given === undefined || given === null) {
    throw new HandlerRefusal(400, 'Unfreeze timeout in freeze request is not set')
  }
  const nanoseconds = typeof given === 'string' ? parseGoDuration(given) : undefined
  if (nanoseconds === undefined) throw unreadable()
  return Number(BigInt.asIntN(32, nanoseconds / 1_000_000_000n))
}

function read(body: string) {
  try {
    return memberOf(readBody(body, 'v1.FreezeUnfreezeTimeout'), 'unfreezeTimeout')
  } catch {
    throw unreadable()
  }
}

const unreadable = () => new HandlerRefusal(400, 'failed to unmarshal unfreeze timeout')
