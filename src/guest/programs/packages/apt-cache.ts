/** apt-cache(8): what the repositories have. */
import { controlFields } from '../../packages/control.js'
import { type Tool, tool } from '../tool.js'
import { AptCall } from './apt-call.js'
import { newestOf } from './apt-selection.js'
import { aptSize, archiveOf } from './debian.js'
import { refusal } from './refusal.js'

export const aptCache = tool(
  tool => {
    const call = new AptCall(tool)
    if (call.tellsVersion()) return
    const [verb = '', ...names] = call.options.operands
    if (verb === 'show') show(tool, names, false)
    else if (verb === 'policy') policy(tool, names)
    else if (verb === 'madison') madison(tool, names)
    else if (verb === 'pkgnames') tool.print(...tool.guest.packages.list().map(({ name }) => `${name}\n`))
    else if (verb === '' || LEFT_OUT.has(verb)) {
      throw refusal(tool, verb === '' ? 'what was asked: it takes a command' : verb)
    } else {
      tool.stderr.add(`E: Invalid operation ${verb}\n`)
      throw tool.exit(100)
    }
  },
  { shortName: true },
)

const LEFT_OUT = new Set([
  ...['help', 'search', 'depends', 'rdepends', 'showpkg', 'showsrc', 'stats', 'dump', 'dumpavail', 'dotty', 'unmet'],
  ...['gencaches', 'xvcg', 'add'],
])

/** Of names that nobody has nothing is said. */
function madison(tool: Tool, names: readonly string[]): void {
  const { url, codename, component } = archiveOf(tool)
  for (const name of names) {
    const item = tool.guest.packages.get(name)
    if (item === undefined) continue
    const architecture = item.architecture === 'all' ? 'amd64' : item.architecture
    const cells = [name.padStart(10), newestOf(item).padStart(10)].join(' | ')
    tool.print(`${cells} | ${url} ${codename}/${component} ${architecture} Packages\n`)
  }
}

export function show(tool: Tool, names: readonly string[], isApt: boolean): void {
  const { url, codename, component } = archiveOf(tool)
  let isFound = false
  for (const name of names) {
    const item = tool.guest.packages.get(name)
    if (item === undefined) {
      tool.stderr.add(`${isApt ? 'N' : 'E'}: Unable to locate package ${name}\n`)
      continue
    }
    isFound = true
    const newest = { ...item, version: item.candidate ?? item.version }
    const fields = controlFields(newest).filter(([field]) => field !== 'Status' && field !== 'Description')
    const order = ['Package', 'Version', 'Priority', 'Section', 'Maintainer', 'Installed-Size', 'Architecture']
    const shown = isApt
      ? order.flatMap(key => fields.filter(([field]) => field === key && field !== 'Architecture'))
      : fields
    for (const [field, value] of shown) {
      tool.print(`${field}: ${isApt && field === 'Installed-Size' ? aptSize(item.installedSize) : value}\n`)
    }
    if (isApt) {
      tool.print(`Download-Size: ${aptSize(item.downloadSize)}\n`)
      if (item.installed) tool.print('APT-Manual-Installed: yes\n')
      tool.print(`APT-Sources: ${url} ${codename}/${component} ${item.architecture} Packages\n`)
    } else tool.print(`Size: ${item.downloadSize}\n`)
    tool.print(`Description: ${item.summary}\n\n`)
  }
  if (isFound) return
  tool.stderr.add(`E: No packages found\n`)
  throw tool.exit(100)
}

export function policy(tool: Tool, names: readonly string[]): void {
  if (names.length === 0) throw refusal(tool, 'policy without a package')
  const { url, codename, component } = archiveOf(tool)
  for (const name of names) {
    const item = tool.guest.packages.get(name)
    if (item === undefined) {
      if (tool.name === 'apt') tool.stderr.add(`N: Unable to locate package ${name}\n`)
      continue
    }
    const { installed, version, candidate, architecture } = item
    const source = `        500 ${url} ${codename}/${component} ${architecture === 'all' ? 'amd64' : architecture} Packages\n`
    const status = '        100 /var/lib/dpkg/status\n'
    tool.print(
      `${name}:\n  Installed: ${installed ? version : '(none)'}\n  Candidate: ${candidate ?? version}\n  Version table:\n`,
    )
    if (candidate !== undefined) tool.print(`     ${candidate} 500\n${source}`)
    if (installed)
      tool.print(
        ` *** ${version} ${candidate === undefined ? 500 : 100}\n${candidate === undefined ? source : ''}${status}`,
      )
    else if (candidate === undefined) tool.print(`     ${version} 500\n${source}`)
  }
}
