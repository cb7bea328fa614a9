/** kmod's lsmod(8) and modprobe(8): what /proc/modules has, if the guest has one; no file of a module can be loaded. */
import type { GivenOptions } from '../options.js'
import { type Tool, tool } from '../tool.js'

const MODULES = '/proc/modules'

export const lsmod = tool(
  tool => {
    if (tool.args.length > 0) throw tool.usage('too many arguments')
    tool.print('Module                  Size  Used by\n')
    for (const { name, size, users, by } of modulesOf(tool)) {
      tool.print(`${name.padEnd(19)} ${size.padStart(8)}  ${users}${by === '-' ? '' : ` ${by.replace(/,$/, '')}`}\n`)
    }
  },
  { shortName: true },
)

export const modprobe = tool(
  tool => {
    const options = tool.options(
      ['a,all', 'r,remove', 'q,quiet', 'v,verbose', 'n,dry-run,show', 'f,force', 'i,ignore-install', 'first-time'],
      {
        others: [
          'remove-holders',
          'w,wait=',
          'ignore-remove',
          'D,show-depends',
          'c,showconfig',
          'show-config',
          'R,resolve-alias',
          'd,dirname=',
          'S,set-version=',
          'C,config=',
          's,syslog',
          'b,use-blacklist',
          'force-vermagic',
          'force-modversion',
          'show-modversions',
          'show-exports',
        ],
      },
    )
    if (options.operands.length === 0) throw tool.fail('ERROR: missing parameters. See -h.')
    const names = options.has('a') || options.has('r') ? options.operands : options.operands.slice(0, 1)
    for (const name of names) probe(tool, options, name)
  },
  { shortName: true },
)

function probe(tool: Tool, options: GivenOptions, name: string): void {
  const { release } = tool.guest.config.kernel
  const found = modulesOf(tool).some(module => module.name === name.replaceAll('-', '_'))
  if (found && options.has('r')) throw tool.fail("mockvm doesn't do -r yet")
  if (found) return
  tool.exitCode = 1
  if (options.has('q')) return
  tool.warn(`FATAL: Module ${name} not found${options.has('r') ? '.' : ` in directory /lib/modules/${release}`}`)
}

function modulesOf({ files }: Tool): { name: string; size: string; users: string; by: string }[] {
  const text = files.exists(MODULES) ? files.readFile(MODULES, 'utf8') : ''
  return text.split('\n').flatMap(line => {
    const [name = '', size = '', users = '', by = '-'] = line.split(' ')
    return name === '' ? [] : [{ name, size, users, by }]
  })
}
