/** apt(8) and apt-get(8) 2.6, as they print without a terminal. */
import type { Package } from '../../packages.js'
import { globExpression } from '../systemd/unit-names.js'
import { type Tool, tool } from '../tool.js'
import { policy, show } from './apt-cache.js'
import { AptCall } from './apt-call.js'
import { change } from './apt-changes.js'
import { help } from './apt-help.js'
import type { AptOptions } from './apt-options.js'
import { upgradable } from './apt-selection.js'
import { refusal } from './refusal.js'

const WARNING = '\nWARNING: apt does not have a stable CLI interface. Use with caution in scripts.\n\n'

export const apt = tool(
  tool => {
    const call = new AptCall(tool, true)
    if (call.tellsVersion()) return
    const [verb = '', ...names] = call.options.operands
    if (tellsHelp(call, verb)) return
    tool.stderr.add(WARNING)
    if (verb === 'list') list(tool, names, call.options)
    else if (verb === 'show') show(tool, names, true)
    else if (verb === 'policy') policy(tool, names)
    else if (!change(call, verb, names)) throw unknownVerb(tool, verb)
  },
  { shortName: true, tellsOrder: true },
)

export const aptGet = tool(
  tool => {
    const call = new AptCall(tool)
    if (call.tellsVersion()) return
    const [verb = '', ...names] = call.options.operands
    if (tellsHelp(call, verb)) return
    if (!change(call, verb, names)) throw unknownVerb(tool, verb)
  },
  { shortName: true, tellsOrder: true },
)

const LEFT_OUT = new Set([
  ...['search', 'edit-sources', 'satisfy', 'depends', 'rdepends', 'build-dep', 'source', 'download', 'changelog'],
  ...['showsrc', 'markauto', 'unmarkauto', 'dselect-upgrade', 'indextargets', 'history'],
])

function unknownVerb(tool: Tool, verb: string): Error {
  if (LEFT_OUT.has(verb)) return refusal(tool, verb)
  tool.stderr.add(`E: Invalid operation ${verb}\n`)
  return tool.exit(100)
}

/** Without a command it is help as well, and a failure. */
function tellsHelp(call: AptCall, verb: string): boolean {
  const isAsked = verb === 'help' || call.options.has('h')
  if (!isAsked && verb !== '') return false
  help(call)
  if (!isAsked) throw call.tool.exit(1)
  return true
}

function list(tool: Tool, patterns: readonly string[], options: AptOptions): void {
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
  if (!item.installed) {
    const left = item.hasSettings ? ' [residual-config]' : ''
    return `${name}/${repository} ${candidate ?? version} ${architecture}${left}`
  }
  if (candidate === undefined) return `${name}/${repository},now ${version} ${architecture} [installed]`
  if (asUpgrade) return `${name}/${repository} ${candidate} ${architecture} [upgradable from: ${version}]`
  return `${name}/now ${version} ${architecture} [installed,upgradable to: ${candidate}]`
}
