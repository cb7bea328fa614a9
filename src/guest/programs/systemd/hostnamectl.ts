/** systemd's hostnamectl(1), as 252 prints where there is no terminal. */
import { readSettings, writeSetting } from '../../services/env-file.js'
import { type Tool, tool } from '../tool.js'
import { hasUtf8 } from './glyphs.js'
import { complain, refuseOptions } from './refuse.js'
import { fields } from './table.js'
import { versionLine } from './version.js'

const OPTIONS = [
  'transient',
  'static',
  'pretty',
  'no-ask-password',
  'json=',
  'j',
  'H,host=',
  'M,machine=',
  'h,help',
  'version',
]
const LEFT_OUT = ['json', 'j', 'H', 'M', 'h']
const MACHINE_INFO = '/etc/machine-info'

/** What is kept in /etc/machine-info, by verb. */
const SETTINGS: Readonly<Record<string, string>> = {
  'icon-name': 'ICON_NAME',
  chassis: 'CHASSIS',
  deployment: 'DEPLOYMENT',
  location: 'LOCATION',
}

export const hostnamectl = tool(tool => {
  const options = tool.options(OPTIONS, { terse: true })
  refuseOptions(tool, options, LEFT_OUT)
  if (options.has('version')) {
    tool.print(versionLine(tool))
    return
  }
  const [verb = 'status', value] = options.operands
  const which = options.last('transient', 'static', 'pretty')
  const name = verb.replace(/^set-/, '')
  if (verb === 'status') {
    if (which === undefined) printStatus(tool)
    else tool.print(`${hostnameOf(tool, which)}\n`)
  } else if (name === 'hostname') {
    if (value === undefined && verb === 'set-hostname') throw complain(tool, 'Too few arguments.')
    if (value === undefined) tool.print(`${hostnameOf(tool, which ?? 'static')}\n`)
    else setHostname(tool, value, which)
  } else if (Object.hasOwn(SETTINGS, name)) {
    const key = SETTINGS[name] ?? ''
    if (value === undefined && verb !== name) throw complain(tool, 'Too few arguments.')
    if (value === undefined) tool.print(`${readSettings(tool.files, MACHINE_INFO).get(key) ?? ''}\n`)
    else setMachineInfo(tool, name, key, value)
  } else throw complain(tool, `Unknown command verb ${verb}.`)
})

function hostnameOf(tool: Tool, which: string): string {
  if (which === 'transient') return tool.guest.hostname
  if (which === 'pretty') return readSettings(tool.files, MACHINE_INFO).get('PRETTY_HOSTNAME') ?? ''
  return staticHostname(tool)
}

function staticHostname(tool: Tool): string {
  return tool.files.exists('/etc/hostname') ? tool.files.readFile('/etc/hostname', 'utf8').trim() : ''
}

function setHostname(tool: Tool, value: string, which: string | undefined): void {
  if (tool.cred.uid !== 0) throw complain(tool, 'Could not set static hostname: Interactive authentication required.')
  const isName = /^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,62}[A-Za-z0-9])?$/.test(value)
  if (which === 'pretty') {
    writeSetting(tool.files, MACHINE_INFO, 'PRETTY_HOSTNAME', value)
    return
  }
  if (!isName && value !== '' && which !== undefined) {
    throw complain(tool, `Could not set ${which} hostname: Invalid ${which} hostname '${value}'`)
  }
  // A name that is none of a host is a pretty one, and what is left of it is the host's.
  const plain = isName ? value : simplified(value)
  if (which === undefined) writeSetting(tool.files, MACHINE_INFO, 'PRETTY_HOSTNAME', isName ? '' : value)
  if (which !== 'transient') tool.files.writeFile('/etc/hostname', `${plain}\n`)
  if (which !== 'transient' || staticHostname(tool) === '') tool.guest.hostname = plain
  tool.guest.journal.log({
    ...{ identifier: 'systemd-hostnamed', unit: 'systemd-hostnamed.service' },
    message: `Hostname set to <${plain}> (${which === 'transient' ? 'transient' : 'static'})`,
  })
}

function simplified(value: string): string {
  return value
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^a-z0-9.-]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 64)
}

function setMachineInfo(tool: Tool, name: string, key: string, value: string): void {
  if (tool.cred.uid !== 0) throw complain(tool, `Could not set ${name}: Interactive authentication required.`)
  writeSetting(tool.files, MACHINE_INFO, key, value)
}

function printStatus(tool: Tool): void {
  const { guest } = tool
  const { kernel } = guest.config
  const info = readSettings(tool.files, MACHINE_INFO)
  const release = readSettings(tool.files, '/etc/os-release')
  const fixed = staticHostname(tool)
  const dmi = (name: string) => read(tool, `/sys/class/dmi/id/${name}`).replace(/[()]/g, '_').trim()
  const emoji = hasUtf8(tool.call.env) && !['dumb', 'linux'].includes(tool.call.env.TERM ?? '')
  const chassis = info.get('CHASSIS') || 'vm'
  const rows: (readonly [string, string | undefined])[] = [
    ['Static hostname', fixed === '' ? '(unset)' : fixed],
    ['Pretty hostname', info.get('PRETTY_HOSTNAME')],
    ['Transient hostname', guest.hostname === fixed ? undefined : guest.hostname],
    ['Icon name', info.get('ICON_NAME') || `computer-${chassis}`],
    ['Chassis', chassis === 'vm' && emoji ? 'vm 🖴' : chassis],
    ['Deployment', info.get('DEPLOYMENT')],
    ['Location', info.get('LOCATION')],
    ['Machine ID', read(tool, '/etc/machine-id').trim()],
    ['Boot ID', guest.bootId.replaceAll('-', '')],
    ['Virtualization', 'kvm'],
    ['Operating System', release.get('PRETTY_NAME') ?? release.get('NAME')],
    ['CPE OS Name', release.get('CPE_NAME')],
    ['Kernel', `Linux ${kernel.release}`],
    ['Architecture', kernel.machine.replace('x86_64', 'x86-64').replace('aarch64', 'arm64')],
    ['Hardware Vendor', dmi('sys_vendor')],
    ['Hardware Model', dmi('product_name')],
    ['Firmware Version', dmi('bios_version')],
  ]
  tool.print(fields(rows.filter((row): row is readonly [string, string] => row[1] !== undefined && row[1] !== '')))
}

function read(tool: Tool, path: string): string {
  return tool.files.exists(path) ? tool.files.readFile(path, 'utf8') : ''
}
