import type { CommandLine } from './command-line.js'
import type { Devices } from './devices.js'
import { isFromNowhere } from './settings.js'

const SIMULATED_GLOBALS = /^(?:PIIX4_PM|ICH9-LPC)\.disable_s[34]$/

/** What a command line asks for and nothing comes of, as it stands there. */
export function notSimulated(
  { groups, values, globals, monitors, ignored }: CommandLine,
  { others }: Devices,
): string[] {
  const machine = [...(groups.get('machine') ?? [])].filter(([key]) => key !== 'type' && key !== 'accel')
  const actions = [...(groups.get('action') ?? [])].filter(
    ([event, action]) => event === 'watchdog' || action === 'exit-failure',
  )
  const incoming = values.get('incoming')
  return [
    ...machine.map(([key, value]) => `-machine ${key}=${value}`),
    ...globals
      .map(({ driver, property, value }) => ({ name: `${driver}.${property}`, value }))
      .filter(({ name }) => !SIMULATED_GLOBALS.test(name))
      .map(({ name, value }) => `-global ${name}=${value}`),
    ...actions.map(([event, action]) => `-action ${event}=${action}`),
    ...monitors.filter(({ isControl }) => !isControl).map(({ typed }) => typed),
    ...(isFromNowhere(incoming) ? [`-incoming ${incoming}`] : []),
    ...others,
    ...ignored,
  ]
}
