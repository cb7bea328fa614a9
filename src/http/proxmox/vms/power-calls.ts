/** What is done to VMs: each call gives the UPID of the task that does it. */
import { authId, ROOT } from '../access/auth.js'
import { type Call, type Context, defineCall, ofVm } from '../call.js'
import { badParameters, died, PveError } from '../error.js'
import type { Steps } from '../tasks/steps.js'
import type { Task, Worker } from '../tasks/task.js'
import type { Guest } from './guest.js'
import { reset, resume, start, stop, stopLocked, suspend } from './power.js'

const POWER = { method: 'POST', permission: { path: '/vms/{vmid}', anyOf: ['VM.PowerMgmt'] } } as const
const flag = { type: 'boolean', optional: true } as const
const text = { type: 'string', optional: true } as const
const ofPower = { ...ofVm, skiplock: flag } as const
const timeout = { type: 'integer', minimum: 0, optional: true } as const

const startCall = defineCall({
  ...POWER,
  path: '/nodes/{node}/qemu/{vmid}/status/start',
  doc: 'Boot the guest; the task ends as soon as QEMU runs.',
  parameters: {
    ...ofPower,
    timeout,
    stateuri: text,
    migratedfrom: text,
    migration_type: { type: 'string', enum: ['secure', 'insecure'], optional: true },
    migration_network: text,
    machine: text,
    'force-cpu': text,
    targetstorage: text,
    'with-conntrack-state': flag,
    'nets-host-mtu': text,
  },
  run(context, { node, vmid, skiplock, timeout: _, ...others }) {
    forRoot(context, { skiplock })
    refuse('status/start', others)
    return begin(context, context.cluster.guest(node, vmid), 'qmstart', start)
  },
})

const stopCall = defineCall({
  ...POWER,
  path: '/nodes/{node}/qemu/{vmid}/status/stop',
  doc: 'End QEMU, whatever the guest does.',
  parameters: {
    ...ofPower,
    timeout,
    keepActive: flag,
    migratedfrom: text,
    'overrule-shutdown': flag,
  },
  run(context, { node, vmid, skiplock, keepActive, timeout: seconds, migratedfrom, ...others }) {
    forRoot(context, { skiplock, keepActive, migratedfrom })
    refuse('status/stop', { migratedfrom })
    const guest = context.cluster.guest(node, vmid)
    return begin(context, guest, 'qmstop', function* (_, worker) {
      if (others['overrule-shutdown']) overrule(context, guest, worker)
      yield* stop(guest, worker, { timeout: seconds, asksGuest: false, force: true })
    })
  },
})

const shutdownCall = defineCall({
  ...POWER,
  path: '/nodes/{node}/qemu/{vmid}/status/shutdown',
  doc: 'Let the guest shut down: by its agent if there is one that answers, by the power button otherwise.',
  parameters: { ...ofPower, timeout, forceStop: flag, keepActive: flag },
  run(context, { node, vmid, skiplock, keepActive, timeout: seconds, forceStop = false }) {
    forRoot(context, { skiplock, keepActive })
    const guest = context.cluster.guest(node, vmid)
    // A guest that is paused would do it when it goes on, whenever that is.
    if (isPaused(guest) && !forceStop) throw died('VM is paused - cannot shutdown')
    const stopping = { timeout: seconds, asksGuest: !isPaused(guest), force: forceStop }
    return begin(context, guest, 'qmshutdown', (_, worker) => stop(guest, worker, stopping))
  },
})

const rebootCall = defineCall({
  ...POWER,
  path: '/nodes/{node}/qemu/{vmid}/status/reboot',
  doc: 'Let the guest shut down, and start it anew: by another task, of root@pam.',
  parameters: { ...ofVm, timeout },
  run(context, { node, vmid, timeout: seconds }) {
    const guest = context.cluster.guest(node, vmid)
    if (isPaused(guest)) throw died('VM is paused - cannot shutdown')
    guest.assertRunning()
    return begin(context, guest, 'qmreboot', function* (_, worker) {
      let isRequested = false
      yield* guest.locked(worker.print, function* () {
        isRequested = guest.isRunning
        yield* stopLocked(guest, worker, { timeout: seconds, asksGuest: true, force: false })
      })
      // It is qmeventd that starts it again.
      if (isRequested) context.cluster.tasks.begin('qmstart', guest, ROOT, starter => start(guest, starter))
    })
  },
})

const resetCall = defineCall({
  ...POWER,
  path: '/nodes/{node}/qemu/{vmid}/status/reset',
  doc: 'Press the reset button.',
  parameters: ofPower,
  run(context, { node, vmid, skiplock }) {
    forRoot(context, { skiplock })
    const guest = context.cluster.guest(node, vmid)
    guest.assertRunning()
    return begin(context, guest, 'qmreset', reset)
  },
})

const suspendCall = defineCall({
  ...POWER,
  path: '/nodes/{node}/qemu/{vmid}/status/suspend',
  doc: 'Pause the VM, whose guest knows nothing of it; todisk is refused.',
  parameters: {
    ...ofPower,
    todisk: { type: 'boolean', default: false },
    statestorage: { ...text, requires: 'todisk' },
  },
  run(context, { node, vmid, skiplock, todisk }) {
    forRoot(context, { skiplock })
    const guest = context.cluster.guest(node, vmid)
    guest.assertRunning()
    refuse('status/suspend', { todisk })
    return begin(context, guest, 'qmpause', suspend)
  },
})

const resumeCall = defineCall({
  ...POWER,
  path: '/nodes/{node}/qemu/{vmid}/status/resume',
  doc: 'Let a paused VM go on, or wake a guest that sleeps.',
  parameters: { ...ofPower, nocheck: flag },
  run(context, { node, vmid, skiplock, nocheck }) {
    forRoot(context, { skiplock, nocheck })
    const guest = context.cluster.guest(node, vmid)
    guest.assertRunning()
    return begin(context, guest, 'qmresume', resume)
  },
})

export const powerCalls: readonly Call[] = [
  startCall,
  stopCall,
  resetCall,
  shutdownCall,
  rebootCall,
  suspendCall,
  resumeCall,
]

function begin(
  { cluster, auth }: Context,
  guest: Guest,
  type: string,
  body: (guest: Guest, worker: Worker) => Steps,
): string {
  return cluster.tasks.begin(type, guest, auth, worker => body(guest, worker)).upid
}

/** Where everybody may do everything, everybody is root. Throws PveError. */
function forRoot({ access, auth }: Context, given: Readonly<Record<string, unknown>>): void {
  if (access.users === undefined || authId(auth) === authId(ROOT)) return
  for (const [name, value] of Object.entries(given)) {
    if (value) throw badParameters({ [name]: 'Only root may use this option.' })
  }
}

/** What isn't simulated, and must not go by unnoticed. Throws PveError. */
function refuse(call: string, given: Readonly<Record<string, unknown>>): void {
  const [name] = Object.entries(given).find(([, value]) => value !== undefined && value !== false) ?? []
  if (name !== undefined) throw new PveError(501, `mockvm does not simulate the parameter '${name}' of ${call}\n`)
}

/** As a VM is whose vCPUs haven't begun to run. */
function isPaused({ vm }: Guest): boolean {
  return vm.status === 'paused' || vm.status === 'prelaunch'
}

function overrule({ cluster, auth, access }: Context, guest: Guest, { print }: Worker): void {
  const mayStopAll = access.may(auth, `/nodes/${guest.node}`, ['Sys.Modify'])
  const isOverruled = ({ isRunning, parts }: Task) =>
    isRunning &&
    parts.type === 'qmshutdown' &&
    parts.id === String(guest.vmid) &&
    (mayStopAll || parts.user === authId(auth))
  const overruled = cluster.tasks.list().filter(isOverruled)
  for (const task of overruled) task.interrupt()
  if (overruled.length > 0) print(`overruled qmshutdown tasks: ${overruled.map(({ upid }) => upid).join(', ')}`)
}
