import { q } from '../../../qapi/descriptor.js'
import { has } from '../../../qapi/version.js'
import { defineQmpCommand } from '../define.js'

const RunState = q.enum('RunState', [
  ...(['debug', 'inmigrate', 'internal-error', 'io-error', 'paused', 'postmigrate', 'prelaunch'] as const),
  ...(['finish-migrate', 'restore-vm', 'running', 'save-vm', 'shutdown', 'suspended', 'watchdog'] as const),
  ...(['guest-panicked', 'colo'] as const),
])

const StatusInfo = q.struct('StatusInfo', {
  running: q.doc('The vCPUs run.', q.bool),
  singlestep: q.optional(q.doc('Always false; up to 8.2.', q.bool)),
  status: RunState,
})

export const queryStatus = defineQmpCommand({
  name: 'query-status',
  since: '0.14',
  doc: 'Tell the run state.',
  returns: StatusInfo,
  run: ({ qemu: { runState, config } }) => {
    const { status } = runState
    if (status === 'exited') throw new Error('a process that has ended was asked')
    return { running: status === 'running', ...(!has(config.version, '9.0') && { singlestep: false }), status }
  },
})
