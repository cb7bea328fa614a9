import { q } from '../../../qapi/descriptor.js'
import { hasBoard } from '../cpus.js'
import { defineQmpCommand } from '../define.js'

const CurrentMachineParams = q.struct('CurrentMachineParams', {
  'wakeup-suspend-support': q.doc('A guest that sleeps can be woken with system_wakeup.', q.bool),
})

export const queryCurrentMachine = defineQmpCommand({
  name: 'query-current-machine',
  since: '4.0',
  doc: 'Tell what the machine can do.',
  returns: CurrentMachineParams,
  run: ({ qemu }) => ({ 'wakeup-suspend-support': hasBoard(qemu) }),
})
