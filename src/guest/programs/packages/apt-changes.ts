/** What apt and apt-get are asked to do to packages: the plans that come of it. */
import { heldIn } from '../../packages/holds.js'
import type { Package } from '../../packages.js'
import type { Tool } from '../tool.js'
import type { AptCall } from './apt-call.js'
import { autoInstalled, markAuto } from './apt-marks.js'
import { unknown } from './apt-options.js'
import { checkPaths, isRelease, newestOf, select, upgradable } from './apt-selection.js'
import { transact } from './apt-transaction.js'
import { update } from './apt-update.js'
import { aptLock, lockDpkg } from './locks.js'

const ARCHIVES = '/var/cache/apt/archives/'
const LISTS = '/var/lib/apt/lists/'

/** False for what is none of its verbs. */
export function change(call: AptCall, verb: string, names: readonly string[]): boolean {
  for (const option of ['with-new-pkgs', 'without-new-pkgs']) {
    if (verb !== 'upgrade' && call.options.has(option)) throw unknown(call.tool, `--${option} is`, '')
  }
  switch (verb) {
    case 'update':
      call.refuseSimulation()
      update(call)
      return true
    case 'install':
    case 'reinstall':
    case 'remove':
    case 'purge':
    case 'autoremove':
    case 'auto-remove':
    case 'autopurge':
      alter(call, verb, names)
      return true
    case 'upgrade':
    case 'dist-upgrade':
    case 'full-upgrade':
      upgrade(call, names)
      return true
    case 'check':
      lock(call)
      call.readLists()
      return true
    case 'clean':
    case 'distclean':
      clean(call)
      return true
    case 'autoclean':
    case 'auto-clean':
      if (!call.simulates) aptLock(call.tool, `${ARCHIVES}lock`, 'Unable to lock the download directory')
      call.readLists()
      return true
    default:
      return false
  }
}

/** A simulation needs no lock, and no rights. */
function lock(call: AptCall): void {
  if (!call.simulates) lockDpkg(call.tool)
  else if (call.tool.cred.uid !== 0) call.say(SIMULATION)
}

const SIMULATION =
  'NOTE: This is only a simulation!\n' +
  '      apt-get needs root privileges for real execution.\n' +
  '      Keep also in mind that locking is deactivated,\n' +
  "      so don't depend on the relevance to the real current situation!\n"

/** Nothing is downloaded before it is installed, so there is nothing to delete. */
function clean(call: AptCall): void {
  if (call.simulates) {
    call.tool.print(`Del ${ARCHIVES}* ${ARCHIVES}partial/*\nDel ${LISTS}partial/*\nDel  \n`)
    return
  }
  for (const folder of [ARCHIVES, LISTS]) aptLock(call.tool, `${folder}lock`, `Unable to lock directory ${folder}`)
}

function alter(call: AptCall, verb: string, names: readonly string[]): void {
  const { tool, options } = call
  lock(call)
  call.say('Reading package lists...\n')
  checkRelease(call)
  checkPaths(tool, names)
  call.readState()
  const isInstall = verb === 'install' || verb === 'reinstall'
  const selected = select(tool, names, isInstall ? 'install' : 'remove')
  const again = verb === 'reinstall' || options.has('reinstall')
  const newer: Package[] = []
  const fresh: Package[] = []
  const renewed: Package[] = []
  const gone: Package[] = []
  const wanted: Package[] = []
  const pinned: Package[] = []
  for (const { item, version, wants } of selected) {
    const { name, installed } = item
    if (wants === 'remove') {
      if (installed || (item.hasSettings && (options.has('purge') || verb === 'purge'))) gone.push(item)
      else call.say(`Package '${name}' is not installed, so not removed\n`)
    } else if (!installed && options.has('only-upgrade')) {
      call.say(`Skipping ${name}, it is not installed and only upgrades are requested.\n`)
    } else if (upgradable(item) && options.has('no-upgrade')) {
      call.say(`Skipping ${name}, it is already installed and upgrade is not set.\n`)
    } else {
      wanted.push(item)
      if (version !== newestOf(item)) pinned.push(item)
      if (!installed) fresh.push(item)
      else if (version !== item.version) newer.push(item)
      else if (!again) call.say(`${name} is already the newest version (${version}).\n`)
      else if (version === newestOf(item)) renewed.push(item)
      else call.say(`Reinstallation of ${name} is not possible, it cannot be downloaded.\n`)
    }
  }
  const auto = unmark(call, wanted)
  const sweeps = verb.startsWith('auto') || options.has('autoremove')
  if (sweeps) gone.push(...unneeded(tool, auto).filter(item => !gone.includes(item)))
  const purges = options.has('purge') || verb === 'purge' || verb === 'autopurge'
  const asks = gone.length > 0
  const plan = { newer, fresh, again: renewed, gone, kept: [], pinned, purges, asks }
  transact(call, plan, sweeps ? [] : unneeded(tool, auto))
}

function upgrade(call: AptCall, names: readonly string[]): void {
  const { tool } = call
  // Nothing here depends on anything, so no upgrade needs a package that isn't there.
  lock(call)
  call.say('Reading package lists...\n')
  checkRelease(call)
  checkPaths(tool, names)
  call.readState()
  const named = select(tool, names, 'install')
  for (const { item } of named) {
    if (item.installed && item.candidate === undefined) {
      call.say(`${item.name} is already the newest version (${item.version}).\n`)
    }
  }
  call.say('Calculating upgrade...\n')
  const held = heldIn(tool.files)
  const all = tool.guest.packages.list().filter(upgradable)
  const newer = all.filter(({ name }) => !held.has(name))
  const fresh = named.flatMap(({ item }) => (item.installed ? [] : [item]))
  const kept = all.filter(({ name }) => held.has(name))
  const plan = { newer, fresh, again: [], gone: [], kept, pinned: [], purges: false, asks: newer.length > 0 }
  transact(call, plan, unneeded(tool, autoInstalled(tool)))
}

function checkRelease({ tool, options }: AptCall): void {
  const release = options.value('t')
  if (release === undefined || isRelease(tool, release)) return
  tool.stderr.add(
    `E: The value '${release}' is invalid for APT::Default-Release as such a release is not available in the sources\n`,
  )
  throw tool.exit(100)
}

/** What is asked for by name is no longer there only because others need it. Tells which still are. */
function unmark(call: AptCall, wanted: readonly Package[]): ReadonlySet<string> {
  const before = autoInstalled(call.tool)
  const names = wanted.flatMap(({ name, installed }) => (installed && before.has(name) ? [name] : []))
  if (names.length === 0) return before
  for (const name of names) call.say(`${name} set to manually installed.\n`)
  const after = new Set([...before].filter(name => !names.includes(name)))
  if (!call.simulates) markAuto(call.tool, after)
  return after
}

/** Nothing depends on anything here. */
function unneeded(tool: Tool, auto: ReadonlySet<string>): readonly Package[] {
  return tool.guest.packages.list().filter(({ name, installed }) => installed && auto.has(name))
}
