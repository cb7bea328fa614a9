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

export const uname = tool(tool => {
  const options = tool.options(OPTIONS)
  if (options.operands[0] !== undefined) throw tool.usage(`extra operand ${quoted(options.operands[0])}`)
  const { release, version, machine } = tool.guest.config.kernel
  const parts = { s: 'Linux', n: tool.guest.hostname, r: release, v: version, m: machine, o: 'GNU/Linux' }
  // Debian's uname knows neither processor nor platform; -a leaves out what is unknown.
  const all = { ...parts, p: 'unknown', i: 'unknown' }
  const order = ['s', 'n', 'r', 'v', 'm', 'p', 'i', 'o'] as const
  const asked = options.list.length === 0 ? ['s'] : options.list.map(({ name }) => name)
  const shown = order.filter(name => (options.has('a') ? name in parts : asked.includes(name)))
  tool.print(`${shown.map(name => all[name]).join(' ')}\n`)
})
