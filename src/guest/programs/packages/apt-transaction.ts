/** A plan of apt: how it is told, asked for, played through or carried out. */
import { bringIn, takeOut } from '../../packages/contents.js'
import { heldIn } from '../../packages/holds.js'
import type { Package } from '../../packages.js'
import type { Tool } from '../tool.js'
import type { AptCall } from './apt-call.js'
import { autoInstalled, markAuto } from './apt-marks.js'
import { newestOf, upgradable } from './apt-selection.js'
import { simulate } from './apt-simulation.js'
import { aptSize, archiveOf, purging, readDatabaseInSteps } from './debian.js'

export interface Plan {
  readonly newer: readonly Package[]
  readonly fresh: readonly Package[]
  /** Those that are installed once more. */
  readonly again: readonly Package[]
  readonly gone: readonly Package[]
  /** Newer versions that are not taken because they are held. */
  readonly kept: readonly Package[]
  /** Those of which an older version is wanted. */
  readonly pinned: readonly Package[]
  readonly purges: boolean
  /** More is done than was named. */
  readonly asks: boolean
}

/** `unneeded`: those that nothing needs any more, to be told. */
export function transact(call: AptCall, plan: Plan, unneeded: readonly Package[]): void {
  const { tool, options } = call
  const { newer, fresh, again, gone, kept } = plan
  tellUnneeded(call, unneeded)
  paragraph(call, 'The following packages will be REMOVED:', gone, plan.purges ? '*' : '')
  paragraph(call, 'The following NEW packages will be installed:', fresh)
  paragraph(call, 'The following packages have been kept back:', kept)
  const names = heldIn(tool.files)
  const held = [...newer, ...gone].filter(({ name }) => names.has(name))
  paragraph(call, 'The following held packages will be changed:', held)
  paragraph(call, 'The following packages will be upgraded:', newer)
  summary(call, plan)
  if (held.length > 0 && options.has('y') && !options.has('allow-change-held-packages') && !options.has('force-yes')) {
    tool.stderr.add('E: Held packages were changed and -y was used without --allow-change-held-packages.\n')
    throw tool.exit(100)
  }
  if (newer.length + fresh.length + again.length + gone.length === 0) return
  if (call.simulates) {
    simulate(tool, plan)
    return
  }
  sizes(call, plan)
  if (plan.asks) confirm(call)
  const coming = [...newer, ...fresh, ...again]
  if (coming.length > 0) download(call, coming)
  if (gone.length > 0) remove(tool, gone, plan.purges)
  if (coming.length > 0) unpack(tool, coming)
}

function tellUnneeded(call: AptCall, items: readonly Package[]): void {
  if (items.length === 0) return
  const [many, are, them] = items.length === 1 ? ['package was', 'is', 'it'] : ['packages were', 'are', 'them']
  paragraph(call, `The following ${many} automatically installed and ${are} no longer required:`, items)
  call.say(`Use 'apt autoremove' to remove ${them}.\n`)
}

/** Without an answer apt gives up. */
function confirm(call: AptCall): void {
  const { tool, options } = call
  if (call.answersYes) return
  const isNo = options.has('assume-no')
  const answer = isNo ? 'n\n' : Buffer.from(tool.call.answer ?? tool.call.stdin).toString('latin1')
  tool.print('Do you want to continue? [Y/n] ')
  if (/^(?:y|yes|)\n/i.test(answer)) return
  tool.print(isNo ? 'N\nAbort.\n' : 'Abort.\n')
  throw tool.exit(1)
}

function paragraph(call: AptCall, title: string, items: readonly Package[], mark = ''): void {
  if (items.length === 0) return
  const lines: string[] = []
  for (const { name } of items) {
    const last = lines.at(-1)
    // apt breaks lines where a terminal of 80 columns would.
    if (last !== undefined && last.length + name.length + 1 < 79) lines[lines.length - 1] = `${last} ${name}${mark}`
    else lines.push(`  ${name}${mark}`)
  }
  call.say(`${title}\n`, ...lines.map(line => `${line}\n`))
}

function summary(call: AptCall, { newer, fresh, again, gone, pinned }: Plan): void {
  const changed = new Set([...newer, ...gone, ...pinned].map(({ name }) => name))
  const left = call.tool.guest.packages.list().filter(item => upgradable(item) && !changed.has(item.name))
  const reinstalled = again.length === 0 ? '' : `${again.length} reinstalled, `
  call.say(
    `${newer.length} upgraded, ${fresh.length} newly installed, ${reinstalled}`,
    `${gone.length} to remove and ${left.length} not upgraded.\n`,
  )
}

const sum = (items: readonly Package[], size: 'downloadSize' | 'installedSize') =>
  items.reduce((total, item) => total + item[size], 0n)

function sizes(call: AptCall, { newer, fresh, again, gone }: Plan): void {
  const coming = [...newer, ...fresh, ...again]
  if (coming.length > 0) call.say(`Need to get ${aptSize(sum(coming, 'downloadSize'))} of archives.\n`)
  const more =
    sum(fresh, 'installedSize') -
    sum(
      gone.filter(it => it.installed),
      'installedSize',
    )
  const [size, what] = more < 0n ? [-more, 'disk space will be freed'] : [more, 'of additional disk space will be used']
  call.say(`After this operation, ${aptSize(size)} ${what}.\n`)
}

function download(call: AptCall, items: readonly Package[]): void {
  const { url, codename, component } = archiveOf(call.tool)
  for (const [index, item] of items.entries()) {
    const { name, architecture, downloadSize } = item
    const from = `${url} ${codename}/${component} ${architecture === 'all' ? 'amd64' : architecture}`
    call.say(`Get:${index + 1} ${from} ${name} ${architecture} ${newestOf(item)} [${aptSize(downloadSize)}]\n`)
  }
  const total = aptSize(sum(items, 'downloadSize'))
  call.say(`Fetched ${total} in 1s (${total}/s)\n`)
}

function remove(tool: Tool, items: readonly Package[], purges: boolean): void {
  readDatabaseInSteps(tool)
  const names = new Set(items.map(({ name }) => name))
  markAuto(tool, new Set([...autoInstalled(tool)].filter(name => !names.has(name))))
  for (const item of items) {
    const { name, version, installed } = item
    takeOut(tool.guest, name, { keepsSettings: !purges })
    if (installed) tool.print(`Removing ${name} (${version}) ...\n`)
    if (purges) tool.print(purging(item))
  }
}

function selecting({ name, hasSettings }: Package): string {
  return `Selecting previously ${hasSettings ? 'deselected' : 'unselected'} package ${name}.\n`
}

function unpack(tool: Tool, items: readonly Package[]): void {
  const [first] = items
  if (first !== undefined && !first.installed) tool.print(selecting(first))
  readDatabaseInSteps(tool)
  for (const [index, item] of items.entries()) {
    const { name, architecture, installed, version } = item
    const newest = newestOf(item)
    if (index > 0 && !installed) tool.print(selecting(item))
    tool.print(
      `Preparing to unpack .../${name}_${newest.replaceAll(':', '%3a')}_${architecture}.deb ...\n`,
      `Unpacking ${name} (${newest})${installed ? ` over (${version})` : ''} ...\n`,
    )
  }
  for (const item of items) {
    const links = bringIn(tool.guest, item.name)
    tool.print(`Setting up ${item.name} (${newestOf(item)}) ...\n`)
    // systemctl says so on its standard error.
    for (const [path, target] of links) tool.stderr.add(`Created symlink ${path} → ${target}.\n`)
  }
}
