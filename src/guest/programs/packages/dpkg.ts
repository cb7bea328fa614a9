/** dpkg(1) 1.21: its queries, and what it does to packages that are there. What would unpack an archive is left out. */
import { statusOf } from '../../packages/control.js'
import { heldIn } from '../../packages/holds.js'
import { type Tool, tool } from '../tool.js'
import { known } from './debian.js'
import { configure, removeAll, setSelections, unpackAll } from './dpkg-actions.js'
import { compareVersionsOf } from './dpkg-compare.js'
import { wrongDpkg } from './dpkg-messages.js'
import { type Query, query } from './dpkg-query.js'
import { refusal } from './refusal.js'

/** What is asked of dpkg-query. */
const QUERIES: Readonly<Record<string, Query['action']>> = {
  '--list': 'list',
  '--status': 'status',
  '--listfiles': 'listfiles',
  '--search': 'search',
  '--print-avail': 'print-avail',
}
const SHORT: Readonly<Record<string, string>> = {
  l: '--list',
  s: '--status',
  L: '--listfiles',
  S: '--search',
  p: '--print-avail',
  i: '--install',
  r: '--remove',
  P: '--purge',
  C: '--audit',
  V: '--verify',
  A: '--record-avail',
  b: '--build',
  e: '--control',
  x: '--extract',
  X: '--vextract',
  f: '--field',
  c: '--contents',
  I: '--info',
}
const ACTIONS = new Set([
  ...[...Object.values(SHORT), '--unpack', '--configure', '--triggers-only', '--set-selections', '--get-selections'],
  ...['--clear-selections', '--update-avail', '--merge-avail', '--clear-avail', '--forget-old-unavail', '--version'],
  ...['--add-architecture', '--remove-architecture', '--print-architecture', '--print-foreign-architectures'],
  ...[
    '--compare-versions',
    '--predep-package',
    '--yet-to-unpack',
    '--help',
    '--force-help',
    '--assert-support-predepends',
  ],
])
/** Those that change nothing of what is done here. */
const QUIET_SETTINGS =
  /^(?:--no-pager|--force-.*|--refuse-.*|--no-force-.*|--abort-after=.*|--no-triggers|--triggers|-[GEBO])$/
const SETTINGS_LEFT_OUT =
  /^(?:--(?:root|admindir|instdir|log|ignore-depends|path-exclude|path-include|verify-format|pre-invoke|post-invoke)=.*|--(?:root|admindir|instdir|recursive|robot|debug=.*|validate-.*)|-D.*|-R)$/

export const dpkg = tool(
  tool => {
    let action: string | undefined
    let simulates = false
    let isPending = false
    let operands: readonly string[] = []
    for (const [index, arg] of tool.args.entries()) {
      if (!arg.startsWith('-') || arg === '-') {
        operands = tool.args.slice(index)
        break
      }
      const given = arg.length === 2 ? (SHORT[arg.charAt(1)] ?? arg) : arg
      if (/^--(?:no-act|dry-run|simulate)$/.test(given)) simulates = true
      else if (given === '-a' || given === '--pending') isPending = true
      else if (QUIET_SETTINGS.test(given)) continue
      else if (SETTINGS_LEFT_OUT.test(given)) throw refusal(tool, arg)
      else if (!ACTIONS.has(given)) throw wrongDpkg(tool, `unknown option ${arg}`)
      else if (action !== undefined && action !== given) throw conflict(tool, given, action)
      else action = given
    }
    if (action === undefined) throw wrongDpkg(tool, 'need an action option')
    perform(tool, action, { operands, simulates, isPending })
  },
  { shortName: true },
)

export interface DpkgCall {
  readonly operands: readonly string[]
  readonly simulates: boolean
  readonly isPending: boolean
}

function perform(tool: Tool, action: string, call: DpkgCall): void {
  const asked = Object.hasOwn(QUERIES, action) ? QUERIES[action] : undefined
  if (asked !== undefined) query(tool, { action: asked, operands: call.operands })
  else if (action === '--install' || action === '--unpack') unpackAll(tool, action, call)
  else if (action === '--configure') configure(tool, call)
  else if (action === '--remove' || action === '--purge') removeAll(tool, action, call)
  else if (action === '--set-selections') setSelections(tool, call)
  else if (action === '--compare-versions') compareVersionsOf(tool, call.operands)
  else if (action === '--print-architecture') tool.print(`${architecture(tool)}\n`)
  else if (action === '--get-selections') selections(tool)
  else if (action === '--version') tool.print("Debian 'dpkg' package management program version 1.21.22 (amd64).\n")
  // Nothing is ever left half done here.
  else if (action !== '--audit' && action !== '--print-foreign-architectures') throw refusal(tool, action)
}

function conflict(tool: Tool, second: string, first: string): Error {
  const shown = (action: string) => {
    const letter = Object.entries(SHORT).find(([, long]) => long === action)?.[0]
    return letter === undefined ? action : `-${letter} (${action})`
  }
  return wrongDpkg(tool, `conflicting actions ${shown(second)} and ${shown(first)}`)
}

function architecture(tool: Tool): string {
  const { machine } = tool.guest.config.kernel
  return { x86_64: 'amd64', aarch64: 'arm64' }[machine] ?? machine
}

/** Tabs up to the sixth stop. */
function selections(tool: Tool): void {
  const held = heldIn(tool.files)
  for (const item of known(tool)) {
    const { name } = item
    const tabs = Math.max(1, 6 - Math.floor(name.length / 8))
    tool.print(`${name}${'\t'.repeat(tabs)}${statusOf(item, held.has(name))[0]}\n`)
  }
}
