import { pauseOf } from '../objects/life.js'
import { doing } from './define-subresource.js'
import { dryRunOf } from './dry-run.js'
import { assertRunning, refusedNow } from './refusals.js'

export const unpause = doing('unpause', dryRunOf('v1.UnpauseOptions'), ({ vm, agent, name }, isDryRun) => {
  assertRunning({ vm, name }, 'VMI')
  if (pauseOf(vm) === undefined) throw refusedNow(name, 'VMI is not paused')
  if (isDryRun) return
  vm.resume()
  // virt-launcher does it afterwards: nobody waits for it.
  void agent.setTime()
})
