import type { CommandLine } from './command-line.js'
import type { Devices } from './devices.js'
import { type Group, readFlag } from './group.js'
import { isFromNowhere } from './settings.js'

const SIMULATED_GLOBALS = /^(?:PIIX4_PM|ICH9-LPC)\.disable_s[34]$/

/** What a command line asks for and nothing comes of, as it stands there. */
export function notSimulated(
  { groups, values, globals, monitors, chardevs, ignored }: CommandLine,
  { others }: Devices,
): string[] {
  const machine = [...(groups.get('machine') ?? [])].filter(([key]) => key !== 'type' && key !== 'accel')
  const incoming = values.get('incoming')
  return [
    ...machine.map(([key, value]) => `-machine ${key}=${value}`),
    ...keysOf(groups, 'smp', ['maxcpus']),
    ...keysOf(groups, 'm', ['slots', 'maxmem']),
    ...keysOf(groups, 'name', ['process', 'debug-threads']),
    ...keysOf(groups, 'rtc', ['clock', 'driftfix']),
    ...globals
      .map(({ driver, property, value }) => ({ name: `${driver}.${property}`, value }))
      .filter(({ name }) => !SIMULATED_GLOBALS.test(name))
      .map(({ name, value }) => `-global ${name}=${value}`),
    ...keysOf(groups, 'action', ['watchdog']),
    ...chardevs.filter(({ group }) => !isSimulated(group)).map(({ typed }) => typed),
    ...monitors.filter(({ isControl }) => !isControl).map(({ typed }) => typed),
    ...(isFromNowhere(incoming) ? [`-incoming ${incoming}`] : []),
    ...others,
    ...ignored,
  ]
}

function keysOf(groups: CommandLine['groups'], option: string, keys: readonly string[]): string[] {
  return [...(groups.get(option) ?? [])]
    .filter(([key]) => keys.includes(key))
    .map(([key, value]) => `-${option} ${key}=${value}`)
}

/** One that nothing comes from, or that writes down what comes. */
function isSimulated(chardev: Group): boolean {
  const isPlain = ['socket', 'stdio', 'null'].includes(chardev.get('backend') ?? '')
  return isPlain && !chardev.has('logfile') && !readFlag(chardev.get('mux') ?? '')
}
