import type { PowerState } from '../changes.js'
import type { Tool } from './tool.js'

/** What systemd's programs ask logind for, and what it calls that. */
const CALLS = {
  poweroff: { state: 'off', call: 'PowerOff' },
  halt: { state: 'halted', call: 'Halt' },
  reboot: { state: 'rebooting', call: 'Reboot' },
  suspend: { state: 'suspended-ram', call: 'Suspend' },
  hibernate: { state: 'suspended-disk', call: 'Hibernate' },
  'hybrid-sleep': { state: 'suspended-ram', call: 'HybridSleep' },
} as const satisfies Readonly<Record<string, { readonly state: PowerState; readonly call: string }>>

/** What it is in the journal. */
const WORDS: Readonly<Record<LogindCall, string>> = {
  poweroff: 'power off',
  halt: 'halt',
  reboot: 'reboot',
  suspend: 'suspend',
  hibernate: 'hibernate',
  'hybrid-sleep': 'hybrid-sleep',
}

export type LogindCall = keyof typeof CALLS

export function isLogindCall(verb: string): verb is LogindCall {
  return Object.hasOwn(CALLS, verb)
}

/** Asks for it; what comes of it comes when the program has ended. Ends the program where it is refused. */
export function callLogind(tool: Tool, verb: LogindCall): void {
  const { state, call } = CALLS[verb]
  if (tool.cred.uid !== 0) throw refuse(tool, call, 'Interactive authentication required.')
  const { suspend } = tool.guest.config
  const outcome = { suspend: suspend.ram, hibernate: suspend.disk, 'hybrid-sleep': suspend.hybrid }[verb as string]
  if (outcome === 'unsupported') throw refuse(tool, call, `Sleep verb "${verb}" not supported`)
  if (outcome === 'fails') throw refuse(tool, call, 'Input/output error')
  tool.guest.power.request(state)
  const { journal } = tool.guest
  journal.log({
    identifier: 'systemd-logind',
    unit: 'systemd-logind.service',
    message: `The system will ${WORDS[verb]} now!`,
  })
}

function refuse(tool: Tool, call: string, why: string): Error {
  tool.stderr.add(`Call to ${call} failed: ${why}\n`)
  return tool.exit(1)
}
