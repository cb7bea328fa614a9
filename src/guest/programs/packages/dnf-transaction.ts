/** What dnf does to packages, and what it prints of it. */
import { bringIn, takeOut } from '../../packages/contents.js'
import type { Package } from '../../packages.js'
import type { Tool } from '../tool.js'
import { dnfSize } from './dnf-size.js'
import { nevra } from './evr.js'

const RULE = '='.repeat(80)

interface Manner {
  /** Nothing is asked. */
  readonly yes: boolean
  /** Nothing is told but errors. */
  readonly quiet: boolean
}

export function carryOut(tool: Tool, verb: string, names: readonly string[], { yes, quiet }: Manner): void {
  if (tool.cred.uid !== 0) {
    tool.stderr.add(
      'Error: This command has to be run with superuser privileges (under the root user on most systems).\n',
    )
    throw tool.exit(1)
  }
  const say = (text: string) => {
    if (!quiet) tool.print(text)
  }
  const items = chosen(tool, verb, names, say)
  if (items.length === 0) {
    if (quiet) return
    if (verb === 'remove' && isFive(tool)) {
      tool.print('\nNothing to do.\n')
      return
    }
    if (verb === 'remove') tool.print('No packages marked for removal.\n')
    tool.print('Dependencies resolved.\nNothing to do.\nComplete!\n')
    return
  }
  if (!quiet) tool.print('Dependencies resolved.\n')
  if (!quiet || !yes) table(tool, verb, items)
  const answer = yes ? '' : Buffer.from(tool.call.answer ?? tool.call.stdin).toString('latin1')
  if (!yes) tool.print('Is this ok [y/N]: ')
  if (!yes && !/^y(?:es)?\n/i.test(answer)) {
    tool.stderr.add('Operation aborted.\n')
    throw tool.exit(1)
  }
  perform(tool, verb, items, quiet)
}

function chosen(tool: Tool, verb: string, names: readonly string[], say: (text: string) => void): readonly Package[] {
  const { packages } = tool.guest
  if (verb === 'upgrade') {
    return packages.list().filter(({ name, installed, candidate }) => {
      return installed && candidate !== undefined && (names.length === 0 || names.includes(name))
    })
  }
  if (verb === 'remove') {
    return names.flatMap(name => {
      const item = packages.get(name)
      if (item?.installed) return [item]
      say(`${isFive(tool) ? 'No packages to remove' : 'No match'} for argument: ${name}\n`)
      return []
    })
  }
  const missing = names.filter(name => packages.get(name) === undefined)
  for (const name of missing) say(`No match for argument: ${name}\n`)
  if (missing.length > 0) {
    tool.stderr.add(`Error: Unable to find a match: ${missing.join(' ')}\n`)
    throw tool.exit(1)
  }
  return names.flatMap(name => {
    const item = packages.get(name)
    if (item === undefined) return []
    if (!item.installed || item.candidate !== undefined) return [item]
    say(`Package ${nevra(item, item.version)} is already installed.\n`)
    return []
  })
}

/** dnf5 in place of dnf 4, which only a few of its texts tell here. */
const isFive = (tool: Tool) => tool.guest.packages.get('dnf5')?.installed ?? false

const versionOf = (verb: string, { version, candidate }: Package) =>
  verb === 'remove' ? version : (candidate ?? version)

function titleOf(verb: string, { installed }: Package): string {
  if (verb === 'remove') return 'Removing'
  return installed ? 'Upgrading' : 'Installing'
}

function table(tool: Tool, verb: string, items: readonly Package[]): void {
  const cells = (item: Package) => [
    ` ${item.name}`,
    item.architecture,
    versionOf(verb, item),
    verb === 'remove' ? `@${item.repository}` : item.repository,
    dnfSize(verb === 'remove' ? item.installedSize : item.downloadSize),
  ]
  const header = [' Package', 'Architecture', 'Version', 'Repository', 'Size']
  const rows = items.map(cells)
  const widths = header.map((cell, index) => Math.max(cell.length, ...rows.map(row => (row[index] ?? '').length)) + 1)
  const line = (row: readonly string[]) =>
    `${row.map((cell, index) => (index === row.length - 1 ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0))).join(' ')}\n`
  tool.print(`${RULE}\n`, line(header), `${RULE}\n`)
  for (const title of ['Installing', 'Upgrading', 'Removing']) {
    const here = items.filter(item => titleOf(verb, item) === title)
    if (here.length > 0) tool.print(`${title}:\n`, ...here.map(item => line(cells(item))))
  }
  tool.print('\nTransaction Summary\n', `${RULE}\n`)
  const counts: readonly (readonly [string, string])[] = [
    ['Installing', 'Install'],
    ['Upgrading', 'Upgrade'],
    ['Removing', 'Remove'],
  ]
  for (const [title, word] of counts) {
    const count = items.filter(item => titleOf(verb, item) === title).length
    if (count > 0) tool.print(`${word}  ${count} ${count === 1 ? 'Package' : 'Packages'}\n`)
  }
  const sum = (key: 'installedSize' | 'downloadSize') => items.reduce((total, item) => total + item[key], 0n)
  tool.print('\n')
  if (verb === 'remove') tool.print(`Freed space: ${dnfSize(sum('installedSize'))}\n`)
  else
    tool.print(
      `Total download size: ${dnfSize(sum('downloadSize'))}\nInstalled size: ${dnfSize(sum('installedSize'))}\n`,
    )
}

function perform(tool: Tool, verb: string, items: readonly Package[], quiet: boolean): void {
  const print = (...parts: readonly string[]) => {
    if (!quiet) tool.print(...parts)
  }
  if (verb !== 'remove') {
    print('Downloading Packages:\n')
    for (const item of items) print(`${nevra(item, versionOf(verb, item))}.rpm\n`)
    print(`${'-'.repeat(80)}\n`)
  }
  print(
    'Running transaction check\nTransaction check succeeded.\n',
    'Running transaction test\nTransaction test succeeded.\nRunning transaction\n',
  )
  const step = (what: string, name: string, index: number) =>
    print(`  ${what.padEnd(16)} : ${name.padEnd(52)} ${index}/${items.length} \n`)
  step('Preparing', '', 1)
  for (const [index, item] of items.entries()) {
    step(titleOf(verb, item), nevra(item, versionOf(verb, item)), index + 1)
    if (verb === 'remove') takeOut(tool.guest, item.name, { keepsSettings: false })
    else bringIn(tool.guest, item.name)
  }
  for (const [index, item] of items.entries()) step('Verifying', nevra(item, versionOf(verb, item)), index + 1)
  for (const [title, word] of [
    ['Installing', 'Installed'],
    ['Upgrading', 'Upgraded'],
    ['Removing', 'Removed'],
  ] as const) {
    const here = items.filter(item => titleOf(verb, item) === title)
    if (here.length > 0) print(`\n${word}:\n`, ...here.map(item => `  ${nevra(item, versionOf(verb, item))}\n`))
  }
  print('\nComplete!\n')
}
