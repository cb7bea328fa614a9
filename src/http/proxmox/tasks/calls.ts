/** The calls about tasks. */
import { patiently } from '../../patience.js'
import { authId } from '../access/auth.js'
import { type Call, type Context, defineCall, ofNode, ofVm } from '../call.js'
import { badParameters, died, forbidden, PveError } from '../error.js'
import { taskFilter } from './filter.js'
import type { Task } from './task.js'
import { readUpid } from './upid.js'

const ofTask = { ...ofNode, upid: { type: 'string' } } as const
const PAGE = 50
/** How long a request about a task that runs waits for it where the clock moves by itself: nanoseconds of its guest. */
const A_MINUTE = 60_000_000_000n

const list = defineCall({
  method: 'GET',
  path: '/nodes/{node}/tasks',
  doc: 'The tasks that have ended, the latest first; source=active those that run, source=all both.',
  permission: 'user',
  parameters: {
    ...ofNode,
    start: { type: 'integer', minimum: 0, default: 0 },
    limit: { type: 'integer', minimum: 0, default: PAGE },
    userfilter: { type: 'string', optional: true },
    typefilter: { type: 'string', optional: true },
    vmid: { ...ofVm.vmid, optional: true },
    errors: { type: 'boolean', optional: true },
    source: { type: 'string', enum: ['archive', 'active', 'all'], default: 'archive' },
    since: { type: 'integer', optional: true },
    until: { type: 'integer', optional: true },
    statusfilter: { type: 'string', optional: true },
  },
  run(context, { node, start, limit, source, ...filter }) {
    const isWanted = taskFilter(filter)
    const isShown = (task: Task) => task.parts.node === node && isWanted(task) && maySee(context, task, 'Sys.Audit')
    const tasks = context.cluster.tasks.list().filter(isShown)
    const active = source === 'archive' ? [] : tasks.filter(({ isRunning }) => isRunning)
    const archived = source === 'active' ? [] : tasks.filter(({ isRunning }) => !isRunning)
    const found = [...active, ...archived]
    context.total(found.length)
    return found.slice(start, start + limit).map(task => ({ ...task.describe(), status: task.exitstatus ?? 'RUNNING' }))
  },
})

const index = defineCall({
  method: 'GET',
  path: '/nodes/{node}/tasks/{upid}',
  doc: 'What there is below a task.',
  permission: 'user',
  parameters: ofTask,
  run: () => [{ name: 'log' }, { name: 'status' }],
})

const status = defineCall({
  method: 'GET',
  path: '/nodes/{node}/tasks/{upid}/status',
  doc: 'Whether the task runs or is stopped, and with which exitstatus.',
  permission: 'user',
  parameters: ofTask,
  async run(context, { node, upid }) {
    const task = taskOf(context, node, upid, 'Sys.Audit')
    await wait(task)
    const { endtime: _, ...description } = task.describe()
    return task.isRunning
      ? { ...description, status: 'running' }
      : { ...description, status: 'stopped', exitstatus: task.exitstatus }
  },
})

const log = defineCall({
  method: 'GET',
  path: '/nodes/{node}/tasks/{upid}/log',
  doc: 'What the task has written; limit=0 for all of it.',
  permission: 'user',
  parameters: {
    ...ofTask,
    start: { type: 'integer', minimum: 0, optional: true },
    limit: { type: 'integer', minimum: 0, optional: true },
    download: { type: 'boolean', optional: true },
  },
  async run(context, { node, upid, start, limit, download }) {
    const task = taskOf(context, node, upid, 'Sys.Audit')
    if (download) {
      if (start !== undefined || limit !== undefined) {
        throw died("'download' cannot be used together with 'start' or 'limit' parameters")
      }
      throw new PveError(501, "mockvm does not simulate the parameter 'download' of a task's log\n")
    }
    await wait(task)
    context.total(Math.max(task.log.length, 1))
    return page(task.log, start ?? 0, limit ?? PAGE)
  },
})

const stop = defineCall({
  method: 'DELETE',
  path: '/nodes/{node}/tasks/{upid}',
  doc: 'Stop the task, and not what it has begun.',
  permission: 'user',
  parameters: ofTask,
  run(context, { node, upid }) {
    taskOf(context, node, upid, 'Sys.Modify').interrupt()
    return null
  },
})

const ofCluster = defineCall({
  method: 'GET',
  path: '/cluster/tasks',
  doc: 'The latest tasks of all nodes, those that run among them.',
  permission: 'user',
  parameters: {},
  run(context) {
    const { cluster, access, auth } = context
    const isAuditor = access.may(auth, '/', ['Sys.Audit'])
    const seen = cluster.tasks.list().filter(task => isAuditor || isOwn(context, task))
    return seen.slice(0, MOST_OF_CLUSTER).map(task => ({
      ...task.describe(),
      ...(!task.isRunning && { status: task.exitstatus, saved: '1' }),
    }))
  },
})

const MOST_OF_CLUSTER = 25

export const taskCalls: readonly Call[] = [list, index, status, log, stop, ofCluster]

/** Throws PveError. */
function taskOf(context: Context, node: string, upid: string, privilege: string): Task {
  if (readUpid(upid) === undefined) throw badParameters({ upid: 'unable to parse worker upid' })
  const task = context.cluster.tasks.find(upid)
  if (task?.parts.node !== node) throw badParameters({ upid: 'no such task' })
  if (maySee(context, task, privilege)) return task
  throw forbidden(`/nodes/${node}, ${privilege}`)
}

function maySee(context: Context, task: Task, privilege: string): boolean {
  const { access, auth } = context
  return isOwn(context, task) || access.may(auth, `/nodes/${task.parts.node}`, [privilege])
}

/** A user has the tasks of his tokens too. */
function isOwn({ auth }: Context, { parts, owner }: Task): boolean {
  return parts.user === authId(auth) || (auth.token === undefined && owner.user === auth.user)
}

/** Where nobody else moves the clock: whoever asks of a task that runs wants it to end. */
async function wait({ isRunning, ended, guest }: Task): Promise<void> {
  const { clock } = guest.vm.guest
  if (!isRunning || clock.mode === 'manual' || clock.mode === 'real') return
  let stopWaiting = () => {}
  const aMinute = new Promise<void>(resolve => {
    const timer = clock.host(A_MINUTE, resolve, { background: true })
    stopWaiting = () => timer.cancel()
  })
  await patiently(guest.vm, Promise.race([ended, aMinute])).finally(stopWaiting)
}

function page(lines: readonly string[], start: number, limit: number) {
  if (lines.length === 0) return [{ n: 1, t: 'no content' }]
  const end = limit === 0 ? lines.length : start + limit
  return lines.slice(start, end).map((t, index) => ({ n: start + index + 1, t }))
}
