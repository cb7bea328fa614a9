/** dpkg-query(1) 1.21, and the queries that dpkg(1) hands to it. */
import { controlFields, statusOf } from '../../packages/control.js'
import { heldIn } from '../../packages/holds.js'
import { pathsOf } from '../../packages/package.js'
import type { Package } from '../../packages.js'
import { readOptions } from '../options.js'
import { globExpression } from '../systemd/unit-names.js'
import { type Tool, tool } from '../tool.js'
import { installed, known } from './debian.js'
import { refusal } from './refusal.js'

export interface Query {
  readonly action: 'list' | 'status' | 'show' | 'listfiles' | 'print-avail' | 'search'
  readonly format?: string
  readonly operands: readonly string[]
}

const OPTIONS = [
  ...['l,list', 's,status', 'W,show', 'L,listfiles', 'p,print-avail', 'S,search', 'f,showformat=', 'no-pager'],
  ...['load-avail', 'admindir=', 'root=', 'c,control-path', 'control-list', 'control-show', 'version'],
]

const ACTIONS: Readonly<Record<string, Query['action']>> = {
  l: 'list',
  s: 'status',
  W: 'show',
  L: 'listfiles',
  p: 'print-avail',
  S: 'search',
}

export const dpkgQuery = tool(
  tool => {
    const options = readOptions(tool.args, OPTIONS, false)
    if (typeof options === 'string') throw wrongOption(tool, options)
    for (const name of ['load-avail', 'admindir', 'root', 'c', 'control-list', 'control-show']) {
      if (options.has(name)) throw refusal(tool, `${name.length === 1 ? '-' : '--'}${name}`)
    }
    if (options.has('version')) {
      tool.print('Debian dpkg-query package management program query tool version 1.21.22 (amd64).\n')
      return
    }
    const given = options.list.find(({ name }) => Object.hasOwn(ACTIONS, name))
    const action = given && ACTIONS[given.name]
    if (action === undefined) {
      tool.stderr.add('dpkg-query: error: need an action option\n\nUse --help for help about querying packages.\n')
      throw tool.exit(2)
    }
    const format = options.value('f')?.replace(/^=/, '')
    query(tool, { action, operands: options.operands, ...(format !== undefined && { format }) })
  },
  { shortName: true },
)

/** What getopt would say, in dpkg's words. */
function wrongOption(tool: Tool, complaint: string): Error {
  const [, long, short] = /(--[^ '=]+)|-- '(.)'/.exec(complaint) ?? []
  const option = long ?? `-${short}`
  const message = complaint.includes('requires') ? `${option} option takes a value` : `unknown option ${option}`
  tool.stderr.add(`dpkg-query: error: ${message}\n\nUse --help for help about querying packages.\n`)
  return tool.exit(2)
}

const DEFAULT_FORMAT = '$' + '{binary:Package}\\t$' + '{Version}\\n'

export function query(tool: Tool, { action, format, operands }: Query): void {
  switch (action) {
    case 'list':
      list(tool, operands)
      return
    case 'show':
      show(tool, format ?? DEFAULT_FORMAT, operands)
      return
    case 'status':
    case 'print-avail':
      status(tool, operands)
      return
    case 'listfiles':
      listFiles(tool, operands)
      return
    case 'search':
      search(tool, operands)
      return
  }
}

/** Those that fit the patterns; complains of patterns that nothing fits. */
function matching(tool: Tool, patterns: readonly string[]): readonly Package[] {
  const all = known(tool)
  if (patterns.length === 0) return all
  const expressions = patterns.map(pattern => globExpression(pattern.replace(/:(?:amd64|all|any|native)$/, '')))
  for (const [index, expression] of expressions.entries()) {
    if (all.some(({ name }) => expression.test(name))) continue
    tool.stderr.add(`dpkg-query: no packages found matching ${patterns[index]}\n`)
    tool.exitCode = 1
  }
  return all.filter(({ name }) => expressions.some(expression => expression.test(name)))
}

const HEADER =
  'Desired=Unknown/Install/Remove/Purge/Hold\n' +
  '| Status=Not/Inst/Conf-files/Unpacked/halF-conf/Half-inst/trig-aWait/Trig-pend\n' +
  '|/ Err?=(none)/Reinst-required (Status,Err: uppercase=bad)\n'
/** Columns are no narrower than that. */
const LEAST = { name: 14, version: 12, architecture: 12, summary: 33 }

function list(tool: Tool, patterns: readonly string[]): void {
  const found = matching(tool, patterns)
  if (found.length === 0) return
  const widest = (key: keyof typeof LEAST) => Math.max(LEAST[key], ...found.map(item => item[key].length))
  const [name, version, architecture, summary] = [
    widest('name'),
    widest('version'),
    widest('architecture'),
    widest('summary'),
  ]
  const line = (cells: readonly [string, string, string, string]) =>
    `${cells[0].padEnd(name)} ${cells[1].padEnd(version)} ${cells[2].padEnd(architecture)} ${cells[3]}\n`
  const rule = [name, version, architecture, summary].map(width => '='.repeat(width)).join('-')
  tool.print(HEADER, `||/ ${line(['Name', 'Version', 'Architecture', 'Description'])}`, `+++-${rule}\n`)
  const held = heldIn(tool.files)
  for (const item of found)
    tool.print(
      `${abbreviated(item, held.has(item.name))} ${line([item.name, item.version, item.architecture, item.summary])}`,
    )
}

/** "ii ": wanted, how it is, and what is wrong. */
function abbreviated(item: Package, isHeld: boolean): string {
  const [want, , status] = statusOf(item, isHeld)
  return `${{ install: 'i', hold: 'h', deinstall: 'r' }[want] ?? 'u'}${status.charAt(0)} `
}

function status(tool: Tool, operands: readonly string[]): void {
  if (operands.length === 0) {
    for (const item of known(tool)) tool.print(statusText(tool, item), '\n')
    return
  }
  eachNamed(
    tool,
    operands,
    name => `'${name}' is not installed and no information is available`,
    item => statusText(tool, item),
  )
  if (tool.exitCode !== 0) tool.stderr.add('Use dpkg --info (= dpkg-deb --info) to examine archive files.\n')
}

function statusText(tool: Tool, item: Package): string {
  return controlFields(item, heldIn(tool.files).has(item.name))
    .map(([field, value]) => `${field}: ${value}\n`)
    .join('')
}

function listFiles(tool: Tool, operands: readonly string[]): void {
  if (operands.length === 0) {
    tool.stderr.add('dpkg-query: error: --listfiles needs at least one package name argument\n')
    throw tool.exit(2)
  }
  eachNamed(
    tool,
    operands,
    name => `'${name}' is not installed`,
    item => ['/.', ...new Set(pathsOf(item).flatMap(parents))].map(path => `${path}\n`).join(''),
  )
  if (tool.exitCode === 0) return
  tool.stderr.add('Use dpkg --contents (= dpkg-deb --contents) to list archive files contents.\n')
}

/** Which packages have brought the paths that fit; a pattern without a slash or a sign is looked for anywhere. */
function search(tool: Tool, patterns: readonly string[]): void {
  if (patterns.length === 0) {
    tool.stderr.add('dpkg-query: error: --search needs at least one file name pattern argument\n\n')
    tool.stderr.add('Use --help for help about querying packages.\n')
    throw tool.exit(2)
  }
  for (const given of patterns) {
    const isPath = given.startsWith('/')
    const expression = globExpression(isPath || /[*[?]/.test(given) ? given : `*${given}*`)
    const owners = new Map<string, string[]>()
    for (const item of installed(tool)) {
      for (const path of new Set(pathsOf(item).flatMap(parents))) {
        if (expression.test(path)) owners.set(path, [...(owners.get(path) ?? []), item.name])
      }
    }
    for (const [path, names] of owners) tool.print(`${names.join(', ')}: ${path}\n`)
    if (owners.size > 0) continue
    tool.stderr.add(`dpkg-query: no path found matching pattern ${given}\n`)
    tool.exitCode = 1
  }
}

/** A blank line follows each, but for the last of those that were named. */
function eachNamed(
  tool: Tool,
  names: readonly string[],
  missing: (name: string) => string,
  text: (item: Package) => string,
): void {
  for (const [index, name] of names.entries()) {
    const item = known(tool).find(it => it.name === name.replace(/:\w+$/, ''))
    if (item !== undefined) tool.print(text(item), index < names.length - 1 ? '\n' : '')
    else {
      tool.stderr.add(`dpkg-query: package ${missing(name)}\n`)
      tool.exitCode = 1
    }
  }
}

/** The folders above a path, and the path. */
function parents(path: string): string[] {
  const parts = path.split('/').slice(1)
  return parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`)
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\' }

function show(tool: Tool, format: string, patterns: readonly string[]): void {
  const held = heldIn(tool.files)
  for (const item of matching(tool, patterns)) tool.print(filled(format, item, held.has(item.name)))
}

/** ${Field}, ${Field;width}; what is unknown is empty. */
function filled(format: string, item: Package, isHeld: boolean): string {
  const fields = new Map([
    ...controlFields(item, isHeld),
    ['binary:Package', item.name],
    ['db:Status-Abbrev', abbreviated(item, isHeld)],
    ['db:Status-Status', statusOf(item, isHeld)[2]],
    ['db:Status-Want', statusOf(item, isHeld)[0]],
    ['db:Status-Eflag', 'ok'],
    ['binary:Summary', item.summary],
    ['source:Package', item.name],
    ['source:Version', item.version],
    ['Essential', 'no'],
  ])
  return format.replace(
    /\\(.)|\$\{([^};]*)(?:;(-?\d+))?\}/gs,
    (_, escaped: string | undefined, name: string | undefined, width: string | undefined) => {
      if (escaped !== undefined) return ESCAPES[escaped] ?? escaped
      const value = fields.get(name ?? '') ?? ''
      const size = Math.min(Math.abs(Number(width ?? 0)), 1024)
      return Number(width ?? 0) < 0 ? value.padEnd(size) : value.padStart(size)
    },
  )
}
