import { badRequest } from '../api/status.js'
import { phaseOf } from '../objects/life.js'
import { doing } from './define-subresource.js'

export const reset = doing(
  'reset',
  () => {},
  ({ vm }) => {
    const phase = phaseOf(vm)
    if (phase !== 'Running' && phase !== 'Scheduled') {
      const why = `because phase is ${phase} instead of Running or Scheduled`
      throw badRequest(`Unable to connect to VirtualMachineInstance ${why}`)
    }
    vm.reset()
  },
)
