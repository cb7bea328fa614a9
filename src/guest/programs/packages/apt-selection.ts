/** Which packages the operands of apt name: NAME, NAME:ARCH, NAME=VERSION, NAME/RELEASE, NAME-, NAME+, and patterns. */
import type { Package } from '../../packages.js'
import { globExpression } from '../systemd/unit-names.js'
import type { Tool } from '../tool.js'
import { archiveOf } from './debian.js'
import { refusal } from './refusal.js'

export interface Selected {
  readonly item: Package
  /** What is asked for; the newest one unless it was said. */
  readonly version: string
  readonly wants: 'install' | 'remove'
}

export const newestOf = ({ version, candidate }: Package) => candidate ?? version

export function upgradable({ installed, candidate }: Package): boolean {
  return installed && candidate !== undefined
}

/** Whether a path is meant, and not a name. */
const isPath = (operand: string) => /^(?:\/|\.\.?(?:\/|$))/.test(operand)

/** To be called before the database is read: files are looked at first. */
export function checkPaths(tool: Tool, operands: readonly string[]): void {
  const [path] = operands.filter(isPath)
  if (path === undefined) return
  if (/\.(?:deb|dsc|changes)$/.test(path) && tool.files.exists(tool.path(path))) throw refusal(tool, path)
  tool.stderr.add(`E: Unsupported file ${path} given on commandline\n`)
  throw tool.exit(100)
}

/** Ends the program when one of them can't be found. */
export function select(tool: Tool, operands: readonly string[], wants: Selected['wants']): readonly Selected[] {
  const complaints: string[] = []
  const selected = operands.flatMap(operand => selectOne(tool, operand, wants, complaints))
  if (complaints.length === 0) return selected
  tool.stderr.add(complaints.map(line => `E: ${line}\n`).join(''))
  throw tool.exit(100)
}

function selectOne(tool: Tool, operand: string, usual: Selected['wants'], complaints: string[]): readonly Selected[] {
  const isWhole = tool.guest.packages.get(operand) !== undefined
  const modifier = isWhole ? undefined : /[-+]$/.exec(operand)?.[0]
  const wants = modifier === undefined ? usual : modifier === '-' ? 'remove' : 'install'
  const text = modifier === undefined ? operand : operand.slice(0, -1)
  const [, name = '', sign, wanted = ''] = /^(.*?)(?:([=/])([^=/]*))?$/s.exec(text) ?? []
  const items = named(tool, name)
  if (items.length === 0) complaints.push(...notFound(name))
  return items.flatMap(item => {
    const version = sign === undefined ? newestOf(item) : versionOf(tool, item, sign, wanted)
    if (version !== undefined) return [{ item, version, wants }]
    complaints.push(`${sign === '=' ? 'Version' : 'Release'} '${wanted}' for '${item.name}' was not found`)
    return []
  })
}

function named(tool: Tool, text: string): readonly Package[] {
  const { packages } = tool.guest
  const [, name = '', architecture] = /^(.*?)(?::([a-z0-9-]+))?$/s.exec(text) ?? []
  const item = packages.get(name)
  const fits = (it: Package) =>
    architecture === undefined || ['any', 'native', 'all', it.architecture].includes(architecture)
  if (item !== undefined) return fits(item) ? [item] : []
  if (/^[?~]/.test(name) || name.endsWith('^')) throw refusal(tool, `the pattern ${name}`)
  if (!/[.?+*|[^$]/.test(name)) return []
  const glob = globExpression(name.replace(/\*+/g, '*'))
  const byGlob = packages.list().filter(it => glob.test(it.name))
  if (byGlob.length > 0) return byGlob
  const expression = expressionOf(tool, name)
  return packages.list().filter(it => expression.test(it.name))
}

/** What could take the host long is refused. */
function expressionOf(tool: Tool, text: string): RegExp {
  const isSimple = text.length <= 100 && (text.match(/[*+?]/g) ?? []).length <= 3 && !/[(){}\\|]|\[:/.test(text)
  if (!isSimple) throw refusal(tool, `the regular expression ${text}`)
  try {
    return new RegExp(text, 'i')
  } catch {
    return /(?!)/
  }
}

function notFound(name: string): readonly string[] {
  const first = `Unable to locate package ${name}`
  if (!/[.?+*|[^$]/.test(name)) return [first]
  const by = (kind: string) => `Couldn't find any package by ${kind} '${name}'`
  const isOpen = /\[[^\]]*$/.test(name)
  const broken = isOpen ? ['Regex compilation error - Unmatched [, [^, [:, [., or [='] : []
  return [first, by('glob'), ...broken, by('regex')]
}

function versionOf(tool: Tool, item: Package, sign: string, wanted: string): string | undefined {
  const newest = newestOf(item)
  const known = item.installed ? [newest, item.version] : [newest]
  if (sign === '/') {
    if (wanted === 'now') return item.installed ? item.version : undefined
    return isRelease(tool, wanted, item) ? newest : undefined
  }
  if (!wanted.endsWith('*')) return known.find(version => version === wanted)
  return known.find(version => version.startsWith(wanted.slice(0, -1)))
}

/** Suites and code names that packages come from. */
export function isRelease(tool: Tool, name: string, item?: Package): boolean {
  const { codename, sources } = archiveOf(tool)
  const suites = [codename, ...sources.map(([, suite]) => suite)]
  const repositories = item === undefined ? tool.guest.packages.list().map(it => it.repository) : [item.repository]
  return suites.includes(name) || repositories.includes(name)
}
