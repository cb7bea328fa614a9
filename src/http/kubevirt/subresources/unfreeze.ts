import { doing } from './define-subresource.js'
import { assertRunning } from './refusals.js'
import { throughHandler } from './through-handler.js'

export const unfreeze = doing(
  'unfreeze',
  () => {},
  async guest => {
    assertRunning(guest, 'VMI')
    await throughHandler(guest, {
      subresource: 'unfreeze',
      command: 'Unfreeze',
      failure: 400,
      run: () => guest.agent.freezing.unfreeze(guest.release.freezeTimeout),
    })
  },
)
