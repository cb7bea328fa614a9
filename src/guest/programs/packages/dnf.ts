/** dnf(8) of version 4, also by its old name yum. dnf5 prints some of it otherwise; what is asked for is the same. */
import type { Package } from '../../packages.js'
import { globExpression } from '../systemd/unit-names.js'
import { type Tool, tool } from '../tool.js'
import { dnfSize } from './dnf-size.js'
import { carryOut } from './dnf-transaction.js'
import { nevra, parseEvr } from './evr.js'
import { openLock } from './locks.js'
import { refusal } from './refusal.js'

const OPTIONS = [
  ...['y,assumeyes', 'q,quiet', 'installed', 'available', 'upgrades', 'updates', 'assumeno', 'C,cacheonly', 'refresh'],
  ...['enablerepo=', 'disablerepo=', 'repo=', 'setopt=', 'nogpgcheck', 'best', 'nobest', 'allowerasing', 'skip-broken'],
  ...[
    'b',
    'd=',
    'e=',
    'v,verbose',
    'version',
    'h,help',
    'security',
    'x,exclude=',
    'releasever=',
    'installroot=',
    'all',
  ],
]
const LEFT_OUT = ['assumeno', 'enablerepo', 'disablerepo', 'repo', 'security', 'x', 'releasever', 'installroot', 'h']
const SYNONYMS: Readonly<Record<string, string>> = { erase: 'remove', update: 'upgrade' }
/** There is something to upgrade. */
const UPDATES = 100

export const dnf = tool(
  tool => {
    const options = tool.options(OPTIONS, { terse: true })
    for (const name of LEFT_OUT) if (options.has(name)) throw refusal(tool, `${name.length === 1 ? '-' : '--'}${name}`)
    if (options.has('version')) {
      const own = tool.guest.packages.get('dnf') ?? tool.guest.packages.get('dnf5')
      tool.print(`${parseEvr(own?.version ?? '4.14.0').version}\n`)
      return
    }
    const [verb = '', ...operands] = options.operands
    // It writes a log whatever it does.
    if (tool.cred.uid === 0) openLock(tool, '/var/log/dnf.log', 0o644)
    const which = options.last('installed', 'available', 'upgrades', 'updates')
    switch (verb) {
      case 'list':
        list(tool, operands, which)
        return
      case 'info':
        info(tool, operands)
        return
      case 'check-update':
      case 'check-upgrade':
        checkUpdate(tool, operands)
        return
      case 'makecache':
        if (!options.has('q')) tool.print('Metadata cache created.\n')
        return
      case 'clean':
        if (!options.has('q')) tool.print('0 files removed\n')
        return
      case 'install':
      case 'remove':
      case 'erase':
      case 'upgrade':
      case 'update':
        carryOut(tool, SYNONYMS[verb] ?? verb, operands, { yes: options.has('y'), quiet: options.has('q') })
        return
      case 'repolist':
        repolist(tool)
        return
      default:
        throw refusal(tool, verb === '' ? 'what was asked: it takes a command' : verb)
    }
  },
  { shortName: true },
)

/** Those that anything comes from. */
function repolist(tool: Tool): void {
  const names = [...new Set(tool.guest.packages.list().map(({ repository }) => repository))].sort()
  const width = Math.max(7, ...names.map(name => name.length)) + 1
  if (names.length > 0) tool.print(`${'repo id'.padEnd(width)} repo name\n`)
  for (const name of names) tool.print(`${name.padEnd(width)} ${name}\n`)
}

type Row = readonly [name: string, version: string, repository: string]

function rowOf(item: Package, version: string): Row {
  return [`${item.name}.${item.architecture}`, version, item.repository]
}

function installedRow(item: Package): Row {
  const [name, version, repository] = rowOf(item, item.version)
  return [name, version, `@${repository}`]
}

function print(tool: Tool, title: string | undefined, rows: readonly Row[]): void {
  if (rows.length === 0) return
  const widths = [0, 1].map(index => Math.max(...rows.map(row => (row[index] ?? '').length)) + 1)
  if (title !== undefined) tool.print(`${title}\n`)
  for (const [name, version, repository] of rows) {
    tool.print(`${name.padEnd(widths[0] ?? 0)} ${version.padEnd(widths[1] ?? 0)} ${repository}\n`)
  }
}

function list(tool: Tool, operands: readonly string[], given: string | undefined): void {
  const words = ['installed', 'available', 'upgrades', 'updates', 'all']
  const [first = ''] = operands
  const which = given ?? (words.includes(first) ? first : 'all')
  const patterns = (words.includes(first) ? operands.slice(1) : operands).map(globExpression)
  const items = tool.guest.packages
    .list()
    .filter(
      ({ name, architecture }) =>
        patterns.length === 0 || patterns.some(it => it.test(name) || it.test(`${name}.${architecture}`)),
    )
  const installed = items.filter(item => item.installed)
  const available = items.filter(item => !item.installed || item.candidate !== undefined)
  const upgrades = installed.filter(({ candidate }) => candidate !== undefined)
  const isUpgrades = which === 'upgrades' || which === 'updates'
  const shown = [
    ...(which === 'installed' || which === 'all' ? installed : []),
    ...(which === 'available' || which === 'all' ? available : []),
    ...(isUpgrades ? upgrades : []),
  ]
  if (shown.length === 0 && patterns.length > 0) {
    tool.stderr.add('Error: No matching Packages to list\n')
    throw tool.exit(1)
  }
  if (which === 'installed' || which === 'all') print(tool, 'Installed Packages', installed.map(installedRow))
  const newest = (all: readonly Package[]) => all.map(item => rowOf(item, item.candidate ?? item.version))
  if (which === 'available' || which === 'all') print(tool, 'Available Packages', newest(available))
  if (isUpgrades) print(tool, 'Available Upgrades', newest(upgrades))
}

function checkUpdate(tool: Tool, names: readonly string[]): void {
  const newer = tool.guest.packages
    .list()
    .filter(
      ({ installed, candidate, name }) =>
        installed && candidate !== undefined && (names.length === 0 || names.includes(name)),
    )
  if (newer.length === 0) return
  tool.print('\n')
  print(
    tool,
    undefined,
    newer.map(item => rowOf(item, item.candidate ?? item.version)),
  )
  throw tool.exit(UPDATES)
}

function info(tool: Tool, names: readonly string[]): void {
  if (names.length === 0) throw refusal(tool, 'info without a package')
  const items = names.flatMap(name => tool.guest.packages.get(name) ?? [])
  if (items.length === 0) {
    tool.stderr.add('Error: No matching Packages to list\n')
    throw tool.exit(1)
  }
  for (const title of ['Installed Packages', 'Available Packages']) {
    const isInstalled = title.startsWith('Installed')
    const shown = items.filter(item => (isInstalled ? item.installed : !item.installed || item.candidate !== undefined))
    if (shown.length > 0) tool.print(`${title}\n`)
    for (const item of shown) tool.print(card(item, isInstalled))
  }
}

function card(item: Package, isInstalled: boolean): string {
  const { epoch, version, release } = parseEvr(isInstalled ? item.version : (item.candidate ?? item.version))
  const rows: (readonly [string, string | undefined])[] = [
    ['Name', item.name],
    ['Epoch', epoch],
    ['Version', version],
    ['Release', release],
    ['Architecture', item.architecture],
    ['Size', dnfSize(isInstalled ? item.installedSize : item.downloadSize)],
    [
      'Source',
      nevra({ ...item, architecture: 'src' }, isInstalled ? item.version : (item.candidate ?? item.version)).concat(
        '.rpm',
      ),
    ],
    ['Repository', isInstalled ? '@System' : item.repository],
    ['From repo', isInstalled ? item.repository : undefined],
    ['Summary', item.summary],
    ['Description', `${item.summary}.`],
  ]
  const lines = rows.map(([name, value]) => (value === undefined ? '' : `${name.padEnd(12)} : ${value}\n`))
  return `${lines.join('')}\n`
}
