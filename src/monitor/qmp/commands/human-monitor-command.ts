import { q } from '../../../qapi/descriptor.js'
import { QapiError } from '../../../qapi/errors.js'
import { cpus } from '../cpus.js'
import { defineQmpCommand } from '../define.js'
import { runHmp } from '../human-monitor.js'

export const humanMonitorCommand = defineQmpCommand({
  name: 'human-monitor-command',
  since: '0.14',
  doc: 'Run a line of the human monitor. It knows: stop, cont, system_reset, system_powerdown, system_wakeup, quit, info status, name, uuid, version, kvm, chardev, balloon; others that QEMU has print that they are not simulated.',
  args: { 'command-line': q.str, 'cpu-index': q.optional(q.int) },
  returns: q.doc('What it prints, lines ending in CR LF.', q.str),
  run: ({ qemu }, { 'command-line': line, 'cpu-index': cpu }) => {
    if (cpu !== undefined && !cpus(qemu).some(({ index }) => BigInt(index) === cpu)) {
      throw new QapiError("Parameter 'cpu-index' expects a CPU number")
    }
    return runHmp(qemu, line)
  },
})
