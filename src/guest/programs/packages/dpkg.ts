/** dpkg(1) 1.21: its queries. What would unpack an archive is left out. */
import { type Tool, tool } from '../tool.js'
import { installed } from './debian.js'
import { type Query, query } from './dpkg-query.js'
import { refusal } from './refusal.js'

const USAGE = `
Type dpkg --help for help about installing and deinstalling packages [*];
Use 'apt' or 'aptitude' for user-friendly package management;
Type dpkg -Dhelp for a list of dpkg debug flag values;
Type dpkg --force-help for a list of forcing options;
Type dpkg-deb --help for help about manipulating *.deb files;

Options marked [*] produce a lot of output - pipe it through 'less' or 'more' !
`

/** What is asked of dpkg-query. */
const QUERIES: Readonly<Record<string, Query['action']>> = {
  '-l': 'list',
  '--list': 'list',
  '-s': 'status',
  '--status': 'status',
  '-L': 'listfiles',
  '--listfiles': 'listfiles',
  '-S': 'search',
  '--search': 'search',
  '-p': 'print-avail',
  '--print-avail': 'print-avail',
}
const LEFT_OUT =
  /^(?:-[iRrPCVAbecxXfI]|--(?:install|unpack|configure|remove|purge|verify|audit|set-selections|clear-selections|triggers-only|update-avail|merge-avail|clear-avail|forget-old-unavail|add-architecture|remove-architecture|compare-versions|validate-.*|build|contents|extract|info|field|control|root=.*|admindir=.*|force-.*|no-act|dry-run|simulate|help))$/

export const dpkg = tool(
  tool => {
    const [first, ...operands] = tool.args.filter(arg => arg !== '--no-pager')
    if (first === undefined) throw wrong(tool, 'need an action option')
    const action = Object.hasOwn(QUERIES, first) ? QUERIES[first] : undefined
    if (action !== undefined) query(tool, { action, operands })
    else if (first === '--print-architecture') tool.print(`${architecture(tool)}\n`)
    else if (first === '--print-foreign-architectures') return
    else if (first === '--get-selections') selections(tool)
    else if (first === '--version') tool.print("Debian 'dpkg' package management program version 1.21.22 (amd64).\n")
    else if (LEFT_OUT.test(first)) throw refusal(tool, first)
    else if (first.startsWith('-')) throw wrong(tool, `unknown option ${first}`)
    else throw wrong(tool, 'need an action option')
  },
  { shortName: true },
)

function wrong(tool: Tool, message: string): Error {
  tool.stderr.add(`dpkg: error: ${message}\n${USAGE}`)
  return tool.exit(2)
}

function architecture(tool: Tool): string {
  const { machine } = tool.guest.config.kernel
  return { x86_64: 'amd64', aarch64: 'arm64' }[machine] ?? machine
}

/** Tabs up to the sixth stop. */
function selections(tool: Tool): void {
  for (const { name } of installed(tool)) {
    const tabs = Math.max(1, 6 - Math.floor(name.length / 8))
    tool.print(`${name}${'\t'.repeat(tabs)}install\n`)
  }
}
