import { tool } from '../programs/tool.js'

/** The order in which uname(1) prints what was asked for. */
const ORDER = ['s', 'n', 'r', 'v', 'm', 'p', 'i'] as const

/** FreeBSD's uname(1), without the version numbers of -K and -U. */
export const uname = tool(
  tool => {
    const options = tool.options(['a', 'i', 'm', 'n', 'o', 'p', 'r', 's', 'v'], { terse: true })
    const { release, version, machine } = tool.guest.config.kernel
    const ident = version.slice(version.lastIndexOf(' ') + 1)
    const parts = { s: 'FreeBSD', n: tool.guest.hostname, r: release, v: version, m: machine, p: machine, i: ident }
    const asked = new Set(options.list.map(({ name }) => (name === 'o' ? 's' : name)))
    if (asked.has('a')) for (const name of ['s', 'n', 'r', 'v', 'm']) asked.add(name)
    if (asked.size === 0) asked.add('s')
    const shown = ORDER.filter(name => asked.has(name))
    tool.print(`${shown.map(name => parts[name]).join(' ')}\n`)
  },
  { shortName: true },
)
