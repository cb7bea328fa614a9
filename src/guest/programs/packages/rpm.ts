/** rpm(8): queries of what is installed. What would unpack an archive is left out. */
import { pathsOf } from '../../packages/package.js'
import type { Package } from '../../packages.js'
import { strftime } from '../strftime.js'
import { localTime } from '../systemd/moments.js'
import { globExpression } from '../systemd/unit-names.js'
import { type Tool, tool } from '../tool.js'
import { nevra, parseEvr } from './evr.js'
import { refusal } from './refusal.js'

const OPTIONS = [
  ...['q,query', 'a,all', 'i,info', 'l,list', 'qf,queryformat=', 'f,file', 'c,configfiles', 'd,docfiles', 'R,requires'],
  ...[
    'e,erase',
    'U,upgrade',
    'F,freshen',
    'V,verify',
    'p,package',
    'changelog',
    'scripts',
    'provides',
    'last',
    'import',
  ],
  ...[
    'whatprovides',
    'whatrequires',
    'quiet',
    'v,verbose',
    'h,hash',
    'nodeps',
    'force',
    'test',
    'root=',
    'dbpath=',
    'version',
    'eval=',
    'E=',
  ],
]
const LEFT_OUT = [
  ...['f', 'c', 'd', 'R', 'e', 'U', 'F', 'V', 'p', 'changelog', 'scripts', 'provides', 'last', 'import'],
  ...['whatprovides', 'whatrequires', 'h', 'nodeps', 'force', 'test', 'root', 'dbpath', 'eval', 'E'],
]

export const rpm = tool(
  tool => {
    const args = tool.args.map(arg => arg.replace(/^--qf(?==|$)/, '--queryformat'))
    const options = tool.options(OPTIONS, { terse: true }, args)
    if (options.has('version')) {
      const own = tool.guest.packages.get('rpm')
      tool.print(`RPM version ${parseEvr(own?.version ?? '4.16.1.3-37.el9').version}\n`)
      return
    }
    for (const name of LEFT_OUT) if (options.has(name)) throw refusal(tool, `${name.length === 1 ? '-' : '--'}${name}`)
    if (!options.has('q')) throw refusal(tool, 'anything but queries (-q)')
    const installed = tool.guest.packages.list().filter(item => item.installed)
    const format = options.value('qf')
    const print = (item: Package) => {
      if (format !== undefined) tool.print(filled(format, tool, item))
      else if (options.has('i')) tool.print(info(tool, item))
      else if (options.has('l'))
        tool.print(pathsOf(item).length === 0 ? '(contains no files)\n' : `${pathsOf(item).join('\n')}\n`)
      else tool.print(`${nevra(item, item.version)}\n`)
    }
    const expressions = options.operands.map(globExpression)
    if (options.has('a')) {
      for (const item of installed)
        if (expressions.length === 0 || expressions.some(it => it.test(item.name))) print(item)
      return
    }
    if (options.operands.length === 0) throw complain(tool, 'no arguments given for query')
    for (const name of options.operands) {
      const item = installed.find(it =>
        [it.name, nevra(it, it.version), `${it.name}.${it.architecture}`].includes(name),
      )
      if (item !== undefined) print(item)
      else {
        tool.print(`package ${name} is not installed\n`)
        tool.exitCode = 1
      }
    }
  },
  { shortName: true },
)

function complain(tool: Tool, message: string): Error {
  tool.stderr.add(`rpm: ${message}\n`)
  return tool.exit(1)
}

function tags(tool: Tool, item: Package): ReadonlyMap<string, string> {
  const { epoch, version, release } = parseEvr(item.version)
  const since = installedAt(tool, item)
  return new Map([
    ['NAME', item.name],
    ['EPOCH', epoch ?? '(none)'],
    ['EPOCHNUM', epoch ?? '0'],
    ['VERSION', version],
    ['RELEASE', release],
    ['V', version],
    ['R', release],
    ['EVR', item.version],
    ['NVR', `${item.name}-${version}-${release}`],
    ['NVRA', nevra(item, item.version)],
    ['NEVRA', `${item.name}-${item.version}.${item.architecture}`],
    ['ARCH', item.architecture],
    ['SUMMARY', item.summary],
    ['SIZE', String(item.installedSize)],
    ['GROUP', 'Unspecified'],
    ['LICENSE', 'GPL-2.0-or-later'],
    ['VENDOR', '(none)'],
    ['INSTALLTIME', String(since / 1_000_000_000n)],
  ])
}

/** What came with the image came before the boot. */
function installedAt({ guest }: Tool, { since }: Package): bigint {
  return since ?? guest.clock.now() - guest.clock.uptime()
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', '\\': '\\' }

function filled(format: string, tool: Tool, item: Package): string {
  const values = tags(tool, item)
  return format.replace(
    /\\(.)|%(-?\d*)\{([^}:]*)(?::[^}]*)?\}|%%/gs,
    (_, escaped: string | undefined, width: string | undefined, name: string | undefined) => {
      if (escaped !== undefined) return ESCAPES[escaped] ?? escaped
      if (name === undefined) return '%'
      const value = values.get(name.toUpperCase().replace(/^RPMTAG_/, '')) ?? '(none)'
      const size = Math.min(Math.abs(Number(width || 0)), 1024)
      return (width ?? '').startsWith('-') ? value.padEnd(size) : value.padStart(size)
    },
  )
}

function info(tool: Tool, item: Package): string {
  const { epoch, version, release } = parseEvr(item.version)
  const when = strftime('%a %d %b %Y %I:%M:%S %p %Z', localTime(tool)(installedAt(tool, item)))
  const rows: (readonly [string, string | undefined])[] = [
    ['Name', item.name],
    ['Epoch', epoch],
    ['Version', version],
    ['Release', release],
    ['Architecture', item.architecture],
    ['Install Date', when],
    ['Group', 'Unspecified'],
    ['Size', String(item.installedSize)],
    ['License', 'GPL-2.0-or-later'],
    ['Source RPM', `${item.name}-${version}-${release}.src.rpm`],
    ['Summary', item.summary],
    ['Description', ''],
  ]
  const lines = rows.flatMap(([name, value]) => {
    if (value === undefined) return []
    return [name === 'Description' ? 'Description :\n' : `${name.padEnd(12)}: ${value}\n`]
  })
  return `${lines.join('')}${item.summary}.\n`
}
