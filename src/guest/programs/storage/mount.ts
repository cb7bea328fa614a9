import type { Mount } from '../../mounts.js'
import type { GivenOptions } from '../options.js'
import { type Tool, tool } from '../tool.js'
import { findDevice } from './device-names.js'
import { identify } from './identity.js'
import { hasType, sourceOf } from './mount-tree.js'
import { refuse } from './table-options.js'

const DECLARED = [
  ...['a,all', 'B,bind', 'c,no-canonicalize', 'f,fake', 'F,fork', 'i,internal-only', 'l,show-labels', 'L,label='],
  ...['m,mkdir?', 'M,move', 'n,no-mtab', 'N,namespace=', 'o,options=', 'O,test-opts=', 'r,read-only', 'R,rbind'],
  ...['s,sloppy', 't,types=', 'T,fstab=', 'U,uuid=', 'v,verbose', 'w,rw,read-write', 'source=', 'target='],
  ...['make-shared', 'make-slave', 'make-private', 'make-unbindable', 'make-rshared', 'make-rslave', 'make-rprivate'],
  ...['make-runbindable', 'options-mode=', 'options-source=', 'options-source-force', 'onlyonce', 'target-prefix='],
]
const UNDONE = [
  ...['f', 'F', 'm', 'N', 'O', 'T', 'make-shared', 'make-slave', 'make-private', 'make-unbindable', 'make-rshared'],
  ...['make-rslave', 'make-rprivate', 'make-runbindable', 'options-mode', 'options-source', 'options-source-force'],
  ...['onlyonce', 'target-prefix'],
]
const FAILED = 32
const HINT = '       dmesg(1) may have more information after failed mount system call.\n'
/** Types that no device is needed for. */
const VIRTUAL = new Set([
  'tmpfs',
  'proc',
  'sysfs',
  'devtmpfs',
  'devpts',
  'overlay',
  'cgroup2',
  'ramfs',
  'debugfs',
  'nfs',
  'nfs4',
  'cifs',
  '9p',
  'virtiofs',
])

/** util-linux's mount(8): it lists; what would change the table fails, as itself or because mockvm can't. */
export const mount = tool(
  tool => {
    const options = tool.options(DECLARED)
    refuse(tool, options, UNDONE)
    const [first, second, third] = options.operands
    if (third !== undefined) throw tool.usage('bad usage')
    const source = options.value('source') ?? tagged(options) ?? first
    const target = options.value('target') ?? (tagged(options) === undefined ? second : first)
    if (options.has('a')) {
      // All that fstab names is mounted, or it would not be in the guest's table.
      if (first !== undefined) throw tool.usage('bad usage')
      return
    }
    if (source === undefined && target === undefined) {
      list(tool, options)
      return
    }
    attach(tool, options, source, target)
  },
  { shortName: true },
)

function tagged(options: GivenOptions): string | undefined {
  const [label, uuid] = [options.value('L'), options.value('U')]
  return label !== undefined ? `LABEL=${label}` : uuid !== undefined ? `UUID=${uuid}` : undefined
}

function list(tool: Tool, options: GivenOptions): void {
  const types = options.value('t')
  for (const entry of tool.guest.mounts.table) {
    if (types !== undefined && !hasType(entry, types)) continue
    const label = options.has('l') ? labelOf(tool, entry) : undefined
    const behind = label === undefined ? '' : ` [${label}]`
    tool.print(`${sourceOf(entry)} on ${entry.path} type ${entry.type} (${entry.options})${behind}\n`)
  }
}

function labelOf({ guest }: Tool, entry: Mount): string | undefined {
  const device = entry.disk && findDevice(guest, `/dev/${entry.source}`)
  return device && identify(guest, device).label
}

function attach(tool: Tool, options: GivenOptions, source: string | undefined, target: string | undefined): void {
  const { guest } = tool
  const words = options.value('o')?.split(',') ?? []
  const shown = target ?? source ?? ''
  const mounted = guest.mounts.table.findLast(({ path }) => path === tool.path(shown))
  if (tool.cred.uid !== 0) throw tool.fail(`${shown}: must be superuser to use mount.`)
  if (words.includes('remount')) {
    if (mounted === undefined) throw failure(tool, shown, 'mount point not mounted or bad option')
    throw tool.fail(`${shown}: mockvm doesn't change the options of a mount yet`, FAILED)
  }
  if (target === undefined || source === undefined) {
    if (mounted === undefined) throw tool.fail(`${shown}: can't find in /etc/fstab.`)
    throw tool.fail(`${sourceOf(mounted)} already mounted on ${mounted.path}.`, FAILED)
  }
  if (!isDirectory(tool, target)) throw failure(tool, target, 'mount point does not exist')
  if (['B', 'R', 'M'].some(name => options.has(name)) || words.some(word => /^r?bind$/.test(word))) {
    throw tool.fail(`${target}: mockvm doesn't make bind mounts yet`, FAILED)
  }
  const type = options.value('t')
  if (type === undefined || !VIRTUAL.has(type)) {
    const device = findDevice(guest, source)
    if (device === undefined && source.includes('=')) throw tool.fail(`${target}: can't find ${source}.`)
    if (device === undefined && !tool.files.exists(tool.path(source))) {
      throw failure(tool, target, `special device ${source} does not exist`)
    }
    const already = guest.mounts.table.find(entry => entry.source === device?.name && entry.path === mounted?.path)
    if (already !== undefined) {
      const where = `${sourceOf(already)} already mounted on ${already.path}`
      throw failure(tool, target, where)
    }
  }
  throw tool.fail(`${target}: mockvm doesn't mount anything yet: name it in the scenario's mounts`, FAILED)
}

/** What mount(2) or the look before it refused. */
function failure(tool: Tool, target: string, reason: string): Error {
  tool.warn(`${target}: ${reason}.`, FAILED)
  tool.stderr.add(HINT)
  return tool.exit(FAILED)
}

function isDirectory(tool: Tool, name: string): boolean {
  return tool.files.exists(tool.path(name))
}
