import { pauseOf } from '../objects/life.js'
import { doing } from './define-subresource.js'
import { assertRunning, refusedNow } from './refusals.js'
import { throughHandler } from './through-handler.js'

export const softreboot = doing(
  'softreboot',
  () => {},
  async guest => {
    assertRunning(guest, 'VM')
    if (pauseOf(guest.vm) !== undefined) throw refusedNow(guest.name, 'VMI is paused')
    await throughHandler(guest, {
      subresource: 'softreboot',
      command: 'SoftReboot',
      failure: 500,
      run: async () => (guest.agent.isConnected ? guest.agent.reboot() : guest.agent.rebootByButton()),
    })
  },
)
