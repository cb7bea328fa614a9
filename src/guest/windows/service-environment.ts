/** The environment of a service that runs as LocalSystem, and so of its children. */
import { toEnviron } from '../environ.js'
import type { Guest } from '../guest.js'
import { folded } from './names.js'

const PROCESSORS: Readonly<Record<string, string>> = { x86_64: 'AMD64', x86: 'x86', arm: 'ARM', ia64: 'IA64' }

/** `env`: what the agent was given; what follows from the computer is added unless it stands there. */
export function serviceEnviron(guest: Guest, env: Readonly<Record<string, string>>): readonly string[] {
  const { windows } = guest
  if (windows === undefined) return toEnviron(env)
  const given = new Set(Object.keys(env).map(folded))
  const own = Object.entries({
    COMPUTERNAME: windows.computerName,
    NUMBER_OF_PROCESSORS: `${guest.vcpus.list().length}`,
    PROCESSOR_ARCHITECTURE: PROCESSORS[windows.config.machine] ?? 'ARM64',
    USERDOMAIN: 'WORKGROUP',
    // The account by which others know the computer.
    USERNAME: `${windows.computerName}$`,
  })
  return toEnviron({ ...env, ...Object.fromEntries(own.filter(([name]) => !given.has(folded(name)))) })
}
