/** Alpine's apk(8) of apk-tools 2.14. */
import { bringIn, takeOut } from '../../packages/contents.js'
import { pathsOf } from '../../packages/package.js'
import type { Package } from '../../packages.js'
import { type Tool, tool } from '../tool.js'
import { openLock } from './locks.js'
import { refusal } from './refusal.js'

const OPTIONS = [
  ...[
    'I,installed',
    'u,upgradable',
    'a,available',
    'e',
    'v,verbose',
    'q,quiet',
    'no-cache',
    'U,update-cache',
    'no-progress',
  ],
  ...['d,description', 's,size', 'L,contents', 'w,webpage', 'R,depends', 'r,rdepends', 'W,who-owns', 'X,repository='],
  ...['p,root=', 't,virtual=', 'version', 'simulate', 'f,force', 'purge', 'i,interactive', 'h,help', 'V'],
]
const LEFT_OUT = ['w', 'R', 'r', 'W', 'X', 'p', 't', 'simulate', 'i', 'h', 's']

export const apk = tool(
  tool => {
    const options = tool.options(OPTIONS, { terse: true })
    for (const name of LEFT_OUT) if (options.has(name)) throw refusal(tool, `${name.length === 1 ? '-' : '--'}${name}`)
    if (options.has('V') || options.has('version')) {
      tool.print('apk-tools 2.14.4, compiled for x86_64.\n')
      return
    }
    const [verb = '', ...names] = options.operands
    switch (verb) {
      case 'info':
        info(tool, names, { asks: options.has('e'), verbose: options.has('v'), contents: options.has('L') })
        return
      case 'list':
        list(tool, names, options.has('I'), options.has('u'))
        return
      case 'add':
        add(tool, names)
        return
      case 'del':
        remove(tool, names)
        return
      case 'update':
        update(tool)
        return
      case 'upgrade':
        upgrade(tool)
        return
      default:
        throw refusal(tool, verb === '' ? 'what was asked: it takes a command' : verb)
    }
  },
  { shortName: true },
)

const isInstalled = ({ installed }: Package) => installed

function info(
  tool: Tool,
  names: readonly string[],
  { asks, verbose, contents }: { readonly asks: boolean; readonly verbose: boolean; readonly contents: boolean },
): void {
  const installed = tool.guest.packages.list().filter(isInstalled)
  const shown = names.length === 0 ? installed : installed.filter(({ name }) => names.includes(name))
  if (shown.length < names.length) tool.exitCode = 1
  for (const item of shown) {
    const { name, version, summary, installedSize } = item
    if (contents) tool.print(`${name}-${version} contains:\n`, ...pathsOf(item).map(file => `${file.slice(1)}\n`), '\n')
    else if (names.length === 0 || asks) tool.print(verbose ? `${name}-${version}\n` : `${name}\n`)
    else {
      tool.print(
        `${name}-${version} description:\n${summary}\n\n`,
        `${name}-${version} webpage:\n\n\n`,
        `${name}-${version} installed size:\n${installedSize / 1024n} KiB\n\n`,
      )
    }
  }
}

function list(tool: Tool, names: readonly string[], onlyInstalled: boolean, onlyUpgradable: boolean): void {
  for (const item of tool.guest.packages.list()) {
    const { name, version, architecture, installed, candidate } = item
    if ((onlyInstalled && !installed) || (names.length > 0 && !names.includes(name))) continue
    if (onlyUpgradable && (!installed || candidate === undefined)) continue
    const start = `${name}-${onlyUpgradable ? candidate : version} ${architecture} {${name}} (GPL-2.0-only)`
    const state = onlyUpgradable ? ` [upgradable from: ${name}-${version}]` : installed ? ' [installed]' : ''
    tool.print(`${start}${state}\n`)
  }
}

function needRoot(tool: Tool): void {
  if (tool.cred.uid === 0) {
    openLock(tool, '/lib/apk/db/lock', 0o600)
    return
  }
  tool.stderr.add(
    'ERROR: Unable to lock database: Permission denied\nERROR: Failed to open apk database: Permission denied\n',
  )
  throw tool.exit(99)
}

function done(tool: Tool): void {
  const installed = tool.guest.packages.list().filter(isInstalled)
  const size = installed.reduce((sum, { installedSize }) => sum + installedSize, 0n)
  tool.print(`OK: ${size >> 20n} MiB in ${installed.length} packages\n`)
}

function add(tool: Tool, names: readonly string[]): void {
  needRoot(tool)
  const { packages } = tool.guest
  const missing = names.filter(name => packages.get(name) === undefined)
  if (missing.length > 0) {
    tool.stderr.add('ERROR: unable to select packages:\n')
    for (const name of missing) tool.stderr.add(`  ${name} (no such package):\n    required by: world[${name}]\n`)
    throw tool.exit(missing.length)
  }
  const fresh = names.flatMap(name => packages.get(name) ?? []).filter(item => !item.installed)
  for (const [index, { name, version, candidate }] of fresh.entries()) {
    bringIn(tool.guest, name)
    tool.print(`(${index + 1}/${fresh.length}) Installing ${name} (${candidate ?? version})\n`)
  }
  done(tool)
}

function remove(tool: Tool, names: readonly string[]): void {
  needRoot(tool)
  const { packages } = tool.guest
  const gone = names.flatMap(name => packages.get(name) ?? []).filter(isInstalled)
  for (const [index, { name, version }] of gone.entries()) {
    takeOut(tool.guest, name, { keepsSettings: false })
    tool.print(`(${index + 1}/${gone.length}) Purging ${name} (${version})\n`)
  }
  done(tool)
}

function update(tool: Tool): void {
  needRoot(tool)
  const mirror = 'https://dl-cdn.alpinelinux.org/alpine/v3.20'
  for (const part of ['main', 'community']) tool.print(`fetch ${mirror}/${part}/x86_64/APKINDEX.tar.gz\n`)
  tool.print(`OK: ${tool.guest.packages.list().length} distinct packages available\n`)
}

function upgrade(tool: Tool): void {
  needRoot(tool)
  const newer = tool.guest.packages.list().filter(({ installed, candidate }) => installed && candidate !== undefined)
  for (const [index, { name, version, candidate }] of newer.entries()) {
    bringIn(tool.guest, name)
    tool.print(`(${index + 1}/${newer.length}) Upgrading ${name} (${version} -> ${candidate})\n`)
  }
  done(tool)
}
