import { distributionIds, isRedHat, majorVersion } from '../distribution.js'
import { quoted } from './quote.js'
import { tool } from './tool.js'

const OPTIONS = [
  'a,all',
  's,sysname,kernel-name',
  'n,nodename',
  'r,kernel-release,release',
  'v,kernel-version',
  'm,machine',
  'p,processor',
  'i,hardware-platform',
  'o,operating-system',
]

const ORDER = ['s', 'n', 'r', 'v', 'm', 'p', 'i', 'o'] as const
const UNKNOWN = 'unknown'

export const uname = tool(tool => {
  const options = tool.options(OPTIONS)
  if (options.operands[0] !== undefined) throw tool.usage(`extra operand ${quoted(options.operands[0])}`)
  const { kernel, osRelease } = tool.guest.config
  const { release, version, machine } = kernel
  const processor = tellsProcessor(osRelease) ? machine : UNKNOWN
  const system = distributionIds(osRelease)[0] === 'alpine' ? 'Linux' : 'GNU/Linux'
  const parts = { s: 'Linux', n: tool.guest.hostname, r: release, v: version, m: machine }
  const all = { ...parts, p: processor, i: processor, o: system }
  const asked = options.list.length === 0 ? ['s'] : options.list.map(({ name }) => name)
  // -a leaves out what is unknown.
  const shown = ORDER.filter(name => (options.has('a') ? all[name] !== UNKNOWN : asked.includes(name)))
  tool.print(`${shown.map(name => all[name]).join(' ')}\n`)
})

/** Ubuntu, SUSE and Red Hat until 9 let the machine stand for processor and platform; Debian, Fedora and RHEL 10 don't. */
function tellsProcessor(osRelease: string | undefined): boolean {
  const ids = distributionIds(osRelease)
  if (ids.includes('ubuntu') || ids.includes('suse')) return true
  return ids[0] !== 'fedora' && isRedHat(osRelease) && majorVersion(osRelease) < FIRST_WITHOUT
}

/** Of Red Hat Enterprise Linux. */
const FIRST_WITHOUT = 10
