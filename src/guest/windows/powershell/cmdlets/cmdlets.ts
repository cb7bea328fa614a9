/** The commands of PowerShell that are done, by their names and aliases. */
import type { Cmdlet } from '../call.js'
import { contentCmdlets } from './content.js'
import { fileCmdlets } from './files.js'
import { jsonCmdlets } from './json.js'
import { objectCmdlets } from './objects.js'
import { outputCmdlets } from './output.js'
import { serviceCmdlets } from './services.js'
import { systemCmdlets } from './system.js'

const ALL = [
  ...[...contentCmdlets, ...fileCmdlets, ...jsonCmdlets, ...objectCmdlets, ...outputCmdlets],
  ...[...serviceCmdlets, ...systemCmdlets],
]

const CMDLETS: ReadonlyMap<string, Cmdlet> = new Map(ALL.map(it => [it.name.toLowerCase(), it]))

const ALIASES: Readonly<Record<string, string>> = {
  ...{ echo: 'write-output', write: 'write-output' },
  ...{ cat: 'get-content', gc: 'get-content', type: 'get-content', sc: 'set-content', ac: 'add-content' },
  ...{ ls: 'get-childitem', dir: 'get-childitem', gci: 'get-childitem', gi: 'get-item', ni: 'new-item' },
  ...{ md: 'mkdir' },
  ...{ rm: 'remove-item', del: 'remove-item', erase: 'remove-item', rd: 'remove-item', rmdir: 'remove-item' },
  ...{ ri: 'remove-item', cp: 'copy-item', copy: 'copy-item', cpi: 'copy-item', mv: 'move-item', move: 'move-item' },
  ...{ mi: 'move-item', ren: 'rename-item', rni: 'rename-item', cd: 'set-location', chdir: 'set-location' },
  ...{ sl: 'set-location', pwd: 'get-location', gl: 'get-location' },
  ...{ select: 'select-object', where: 'where-object', '?': 'where-object', '%': 'foreach-object' },
  ...{ foreach: 'foreach-object', sort: 'sort-object', measure: 'measure-object', oh: 'out-host' },
  ...{ gsv: 'get-service', sasv: 'start-service', spsv: 'stop-service', gps: 'get-process', ps: 'get-process' },
  ...{ kill: 'stop-process', spps: 'stop-process', sleep: 'start-sleep', gcm: 'get-command' },
}

/** Aliases of commands that aren't done: what has no dash is taken for a program otherwise. */
const OTHER_ALIASES = new Set([
  ...['iwr', 'curl', 'wget', 'irm', 'gwmi', 'gcim', 'icm', 'iex', 'ipmo', 'saps', 'start', 'tee', 'group', 'compare'],
  ...['diff', 'fl', 'ft', 'fw', 'gm', 'gv', 'sv', 'set', 'rv', 'clear', 'cls', 'history', 'h', 'man', 'help', 'gu'],
  ...['sls', 'sp', 'gp', 'rp', 'si', 'clc', 'cli', 'popd', 'pushd', 'mount', 'r', 'rvpa', 'cvpa', 'epcsv', 'ipcsv'],
  ...['gal', 'nal', 'sal', 'gjb', 'sajb', 'rcjb', 'gerr', 'ise', 'lp', 'ogv', 'nv', 'clv', 'trcm', 'wjb'],
])

/** Undefined for one that isn't done, and for what is none. */
export function cmdletOf(name: string): Cmdlet | undefined {
  const key = name.toLowerCase().replace(/^microsoft\.powershell\.\w+\\/, '')
  return CMDLETS.get(ALIASES[key] ?? key)
}

/** Whether PowerShell has it, or seems to: a verb, a dash and a noun. */
export function isOtherCmdlet(name: string): boolean {
  return OTHER_ALIASES.has(name.toLowerCase()) || /^[a-z]+-[a-z]\w*$/i.test(name)
}
