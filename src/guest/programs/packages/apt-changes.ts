/** What apt and apt-get do to packages: update, install, remove, upgrade. */
import type { Package } from '../../packages.js'
import type { Tool } from '../tool.js'
import { aptSize, archiveOf } from './debian.js'

export interface ChangeSettings {
  readonly isApt: boolean
  readonly yes: boolean
  readonly purge: boolean
}

/** Files that dpkg counts in its database: about as many as a small image has. */
const FILES_PER_PACKAGE = 930
const READING = 'Reading package lists...\n'
const BUILDING = 'Building dependency tree...\nReading state information...\n'

export function upgradable({ installed, candidate }: Package): boolean {
  return installed && candidate !== undefined
}

/** False for what is none of its verbs. */
export function change(tool: Tool, verb: string, names: readonly string[], settings: ChangeSettings): boolean {
  switch (verb) {
    case 'update':
      update(tool, settings.isApt)
      return true
    case 'install':
      install(tool, names)
      return true
    case 'remove':
    case 'purge':
      remove(tool, names, { ...settings, purge: settings.purge || verb === 'purge' })
      return true
    case 'upgrade':
    case 'dist-upgrade':
    case 'full-upgrade':
      upgrade(tool, settings)
      return true
    case 'clean':
      needRoot(tool)
      return true
    default:
      return false
  }
}

function needRoot(tool: Tool): void {
  if (tool.cred.uid === 0) return
  const lock = '/var/lib/dpkg/lock-frontend'
  tool.stderr.add(
    `E: Could not open lock file ${lock} - open (13: Permission denied)\n` +
      `E: Unable to acquire the dpkg frontend lock (${lock}), are you root?\n`,
  )
  throw tool.exit(100)
}

function update(tool: Tool, isApt: boolean): void {
  if (tool.cred.uid !== 0) {
    const lock = '/var/lib/apt/lists/lock'
    tool.print(READING)
    tool.stderr.add(
      `E: Could not open lock file ${lock} - open (13: Permission denied)\n` +
        'E: Unable to lock directory /var/lib/apt/lists/\n',
    )
    throw tool.exit(100)
  }
  for (const [index, [url, suite]] of archiveOf(tool).sources.entries()) {
    tool.print(`Hit:${index + 1} ${url} ${suite} InRelease\n`)
  }
  tool.print(READING)
  if (!isApt) return
  const count = tool.guest.packages.list().filter(upgradable).length
  tool.print(BUILDING)
  if (count === 0) tool.print('All packages are up to date.\n')
  else {
    const verb = count === 1 ? '1 package can' : `${count} packages can`
    tool.print(`${verb} be upgraded. Run 'apt list --upgradable' to see ${count === 1 ? 'it' : 'them'}.\n`)
  }
}

function known(tool: Tool, names: readonly string[]): readonly Package[] {
  tool.print(READING, BUILDING)
  const missing = names.filter(name => tool.guest.packages.get(name) === undefined)
  for (const name of missing) tool.stderr.add(`E: Unable to locate package ${name}\n`)
  if (missing.length > 0) throw tool.exit(100)
  return names.flatMap(name => tool.guest.packages.get(name) ?? [])
}

function install(tool: Tool, names: readonly string[]): void {
  needRoot(tool)
  const wanted = known(tool, names)
  const fresh = wanted.filter(({ installed }) => !installed)
  const newer = wanted.filter(upgradable)
  for (const { name, version, installed, candidate } of wanted) {
    if (installed && candidate === undefined) tool.print(`${name} is already the newest version (${version}).\n`)
  }
  paragraph(tool, 'The following NEW packages will be installed:', fresh)
  paragraph(tool, 'The following packages will be upgraded:', newer)
  summary(tool, { newer, fresh, gone: [] })
  carryOut(tool, [...newer, ...fresh])
}

function upgrade(tool: Tool, { yes }: ChangeSettings): void {
  needRoot(tool)
  tool.print(READING, BUILDING, 'Calculating upgrade...\n')
  const newer = tool.guest.packages.list().filter(upgradable)
  paragraph(tool, 'The following packages will be upgraded:', newer)
  summary(tool, { newer, fresh: [], gone: [] })
  if (newer.length === 0) return
  sizes(tool, newer)
  confirm(tool, yes)
  unpack(tool, newer)
}

function remove(tool: Tool, names: readonly string[], { yes, purge }: ChangeSettings): void {
  needRoot(tool)
  const wanted = known(tool, names)
  const gone = wanted.filter(({ installed }) => installed)
  for (const { name, installed } of wanted) {
    if (!installed) tool.print(`Package '${name}' is not installed, so not removed\n`)
  }
  paragraph(tool, 'The following packages will be REMOVED:', gone, purge ? '*' : '')
  summary(tool, { newer: [], fresh: [], gone })
  if (gone.length === 0) return
  const freed = gone.reduce((sum, { installedSize }) => sum + installedSize, 0n)
  tool.print(`After this operation, ${aptSize(freed)} disk space will be freed.\n`)
  confirm(tool, yes)
  readDatabase(tool)
  for (const { name, version } of gone) {
    tool.guest.packages.remove(name)
    tool.print(`Removing ${name} (${version}) ...\n`)
  }
}

/** Without an answer apt gives up. */
function confirm(tool: Tool, yes: boolean): void {
  if (yes) return
  const answer = Buffer.from(tool.call.stdin).toString('latin1')
  tool.print('Do you want to continue? [Y/n] ')
  if (/^(?:y|yes|)\n/i.test(answer)) return
  tool.print('Abort.\n')
  throw tool.exit(1)
}

function paragraph(tool: Tool, title: string, items: readonly Package[], mark = ''): void {
  if (items.length === 0) return
  const lines: string[] = []
  for (const { name } of items) {
    const last = lines.at(-1)
    // apt breaks lines where a terminal of 80 columns would.
    if (last !== undefined && last.length + name.length + 1 < 79) lines[lines.length - 1] = `${last} ${name}${mark}`
    else lines.push(`  ${name}${mark}`)
  }
  tool.print(`${title}\n`, ...lines.map(line => `${line}\n`))
}

interface Plan {
  readonly newer: readonly Package[]
  readonly fresh: readonly Package[]
  readonly gone: readonly Package[]
}

function summary(tool: Tool, { newer, fresh, gone }: Plan): void {
  const left = tool.guest.packages
    .list()
    .filter(item => upgradable(item) && ![...newer, ...gone].some(it => it.name === item.name))
  tool.print(
    `${newer.length} upgraded, ${fresh.length} newly installed, ${gone.length} to remove and ${left.length} not upgraded.\n`,
  )
}

function sizes(tool: Tool, items: readonly Package[]): void {
  const download = items.reduce((sum, { downloadSize }) => sum + downloadSize, 0n)
  const more = items.reduce((sum, { installed, installedSize }) => sum + (installed ? 0n : installedSize), 0n)
  tool.print(
    `Need to get ${aptSize(download)} of archives.\n`,
    `After this operation, ${aptSize(more)} of additional disk space will be used.\n`,
  )
}

function carryOut(tool: Tool, items: readonly Package[]): void {
  if (items.length === 0) return
  sizes(tool, items)
  unpack(tool, items)
}

function unpack(tool: Tool, items: readonly Package[]): void {
  const { url, codename, component } = archiveOf(tool)
  const versionOf = ({ candidate, version }: Package) => candidate ?? version
  for (const [index, item] of items.entries()) {
    const { name, architecture, downloadSize } = item
    tool.print(
      `Get:${index + 1} ${url} ${codename}/${component} ${architecture === 'all' ? 'amd64' : architecture} ${name} ${architecture} ${versionOf(item)} [${aptSize(downloadSize)}]\n`,
    )
  }
  const total = items.reduce((sum, { downloadSize }) => sum + downloadSize, 0n)
  tool.print(`Fetched ${aptSize(total)} in 1s (${aptSize(total)}/s)\n`)
  const [first] = items
  if (first !== undefined && !first.installed) tool.print(`Selecting previously unselected package ${first.name}.\n`)
  readDatabase(tool)
  for (const [index, item] of items.entries()) {
    const { name, architecture, installed, version } = item
    const newest = versionOf(item)
    if (index > 0 && !installed) tool.print(`Selecting previously unselected package ${name}.\n`)
    tool.print(
      `Preparing to unpack .../${name}_${newest.replaceAll(':', '%3a')}_${architecture}.deb ...\n`,
      `Unpacking ${name} (${newest})${installed ? ` over (${version})` : ''} ...\n`,
    )
  }
  for (const item of items) {
    tool.guest.packages.install(item.name)
    tool.print(`Setting up ${item.name} (${versionOf(item)}) ...\n`)
  }
}

/** How dpkg shows that it reads, one step after the other. */
function readDatabase(tool: Tool): void {
  const count = tool.guest.packages.list().filter(({ installed }) => installed).length * FILES_PER_PACKAGE
  const steps = Array.from({ length: 20 }, (_, index) => `(Reading database ... ${(index + 1) * 5}%\n`)
  tool.print(
    '(Reading database ... \n',
    ...steps,
    `(Reading database ... ${count} files and directories currently installed.)\n`,
  )
}
