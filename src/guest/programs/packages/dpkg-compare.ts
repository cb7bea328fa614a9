/** dpkg --compare-versions: the answer is the exit code. */
import type { Tool } from '../tool.js'
import { compareDebianVersions, type DebianVersion, parseDebianVersion } from './debian-version.js'
import { failedDpkg, wrongDpkg } from './dpkg-messages.js'

type Fits = (order: number) => boolean

const LESS: Fits = order => order < 0
const LESS_OR_EQUAL: Fits = order => order <= 0
const GREATER: Fits = order => order > 0
const GREATER_OR_EQUAL: Fits = order => order >= 0
const EQUAL: Fits = order => order === 0

const RELATIONS: ReadonlyMap<string, Fits> = new Map([
  ['lt', LESS],
  ['le', LESS_OR_EQUAL],
  ['eq', EQUAL],
  ['ne', order => order !== 0],
  ['ge', GREATER_OR_EQUAL],
  ['gt', GREATER],
  ['lt-nl', LESS],
  ['le-nl', LESS_OR_EQUAL],
  ['ge-nl', GREATER_OR_EQUAL],
  ['gt-nl', GREATER],
  ['<<', LESS],
  ['<=', LESS_OR_EQUAL],
  ['=', EQUAL],
  ['>=', GREATER_OR_EQUAL],
  ['>>', GREATER],
  // Debian's first meaning of them was "or equal", and so it has stayed.
  ['<', LESS_OR_EQUAL],
  ['>', GREATER_OR_EQUAL],
])

export function compareVersionsOf(tool: Tool, operands: readonly string[]): void {
  const [first, relation, second, ...more] = operands
  if (first === undefined || relation === undefined || second === undefined || more.length > 0) {
    throw wrongDpkg(tool, '--compare-versions takes three arguments: <version> <relation> <version>')
  }
  const fits = RELATIONS.get(relation)
  if (fits === undefined) throw wrongDpkg(tool, '--compare-versions bad relation')
  if (relation === '<' || relation === '>') {
    tool.stderr.add(`dpkg: warning: --compare-versions used with obsolete relation operator '${relation}'\n`)
  }
  const [a, b] = [versionOf(tool, first), versionOf(tool, second)]
  // What has no version is older than any; for the relations with "nl" it is later.
  const missing = relation.endsWith('-nl') ? 1 : -1
  const order =
    a === undefined || b === undefined
      ? missing * (Number(a === undefined) - Number(b === undefined))
      : compareDebianVersions(a, b)
  if (!fits(order)) throw tool.exit(1)
}

function versionOf(tool: Tool, text: string): DebianVersion | undefined {
  if (text === '' || text === '<unknown>') return undefined
  const { version, bad } = parseDebianVersion(text)
  if (bad?.what === 'error') throw failedDpkg(tool, `version '${text}' has bad syntax: ${bad.message}`)
  if (bad !== undefined) tool.stderr.add(`dpkg: warning: version '${text}' has bad syntax: ${bad.message}\n`)
  return version
}
