import { pauseOf } from '../objects/life.js'
import { doing } from './define-subresource.js'
import { dryRunOf } from './dry-run.js'
import { assertRunning, refusedNow } from './refusals.js'

export const pause = doing('pause', dryRunOf('v1.PauseOptions'), (guest, isDryRun) => {
  assertRunning(guest, 'VM')
  if (pauseOf(guest.vm) !== undefined) throw refusedNow(guest.name, 'VMI is already paused')
  if (!isDryRun) guest.vm.pause()
})
