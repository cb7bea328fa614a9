/** apt(8), apt-get(8) and apt-cache(8) 2.6, as they print without a terminal. */
import type { Package } from '../../packages.js'
import type { GivenOptions } from '../options.js'
import { globExpression } from '../systemd/unit-names.js'
import { type Tool, tool } from '../tool.js'
import { change, upgradable } from './apt-changes.js'
import { aptSize, archiveOf, controlFields } from './debian.js'
import { refusal } from './refusal.js'

const OPTIONS = [
  ...['y,yes,assume-yes', 'q,quiet?', 'installed', 'upgradable,upgradeable', 'a,all-versions', 's,simulate,just-print'],
  ...['dry-run,recon,no-act', 'purge', 'no-install-recommends', 'f,fix-broken', 'o,option=', 'allow-downgrades'],
  ...[
    'allow-unauthenticated',
    'reinstall',
    'only-upgrade',
    'd,download-only',
    'v,version',
    'h,help',
    't,target-release=',
  ],
  ...[
    'V,verbose-versions',
    'u,show-upgraded',
    'autoremove,auto-remove',
    'no-upgrade',
    'm,fix-missing',
    'manual-installed',
  ],
  ...[
    'force-yes',
    'trivial-only',
    'no-remove',
    'assume-no',
    'c,config-file=',
    'full',
    'n,names-only',
    'allow-releaseinfo-change',
  ],
]
/** Those that change nothing here. */
const LEFT_OUT = ['s', 'dry-run', 'd', 'reinstall', 'h', 't', 'manual-installed', 'assume-no', 'names-only', 'c']
const WARNING = '\nWARNING: apt does not have a stable CLI interface. Use with caution in scripts.\n\n'

export const apt = tool(
  tool => {
    const options = read(tool)
    if (options === undefined) return
    tool.stderr.add(WARNING)
    const [verb = '', ...names] = options.operands
    if (verb === 'list') list(tool, names, options)
    else if (verb === 'show') show(tool, names, true)
    else if (verb === 'policy') policy(tool, names)
    else if (!change(tool, verb, names, { isApt: true, yes: options.has('y'), purge: options.has('purge') })) {
      throw unknown(tool, verb)
    }
  },
  { shortName: true },
)

export const aptGet = tool(
  tool => {
    const options = read(tool)
    if (options === undefined) return
    const [verb = '', ...names] = options.operands
    if (!change(tool, verb, names, { isApt: false, yes: options.has('y'), purge: options.has('purge') })) {
      throw unknown(tool, verb)
    }
  },
  { shortName: true },
)

export const aptCache = tool(
  tool => {
    const options = read(tool)
    if (options === undefined) return
    const [verb = '', ...names] = options.operands
    if (verb === 'show') show(tool, names, false)
    else if (verb === 'policy') policy(tool, names)
    else if (verb === 'pkgnames') tool.print(...tool.guest.packages.list().map(({ name }) => `${name}\n`))
    else throw unknown(tool, verb)
  },
  { shortName: true },
)

function read(tool: Tool): GivenOptions | undefined {
  const options = tool.options(OPTIONS, { terse: true, usageCode: 100 })
  for (const name of LEFT_OUT) {
    if (options.has(name)) throw refusal(tool, `${name.length === 1 ? '-' : '--'}${name}`)
  }
  if (!options.has('v')) return options
  tool.print('apt 2.6.1 (amd64)\n')
  return undefined
}

const KNOWN = new Set([
  ...['search', 'edit-sources', 'satisfy', 'autoremove', 'autoclean', 'auto-clean', 'reinstall', 'depends', 'rdepends'],
  ...['build-dep', 'source', 'download', 'changelog', 'check', 'showpkg', 'stats', 'dump', 'madison', 'dotty', 'unmet'],
])

function unknown(tool: Tool, verb: string): Error {
  if (verb === '' || verb === 'help' || KNOWN.has(verb)) {
    return refusal(tool, verb === '' ? 'what was asked: it takes a command' : verb)
  }
  tool.stderr.add(`E: Invalid operation ${verb}\n`)
  return tool.exit(100)
}

function list(tool: Tool, patterns: readonly string[], options: GivenOptions): void {
  tool.print('Listing...\n')
  const expressions = patterns.map(globExpression)
  const items = tool.guest.packages
    .list()
    .filter(({ name }) => expressions.length === 0 || expressions.some(it => it.test(name)))
    .filter(item => !options.has('installed') || item.installed)
    .filter(item => !options.has('upgradable') || upgradable(item))
  for (const item of items) tool.print(`${line(item, options.has('upgradable'))}\n`)
}

function line(item: Package, asUpgrade: boolean): string {
  const { name, repository, version, architecture, candidate } = item
  if (!item.installed) return `${name}/${repository} ${candidate ?? version} ${architecture}`
  if (candidate === undefined) return `${name}/${repository},now ${version} ${architecture} [installed]`
  if (asUpgrade) return `${name}/${repository} ${candidate} ${architecture} [upgradable from: ${version}]`
  return `${name}/now ${version} ${architecture} [installed,upgradable to: ${candidate}]`
}

function show(tool: Tool, names: readonly string[], isApt: boolean): void {
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

function policy(tool: Tool, names: readonly string[]): void {
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
