/** On which systems agents have a command, in words. */
import type { Family } from '../guest/config.js'
import { type Presence, presenceSteps } from './presence.js'

const SYSTEMS: readonly (readonly [family: Family, name: string])[] = [
  ['linux', 'Linux'],
  ['windows', 'Windows'],
  ['freebsd', 'FreeBSD'],
]

const WORDS: Readonly<Record<Presence, string>> = {
  enabled: 'there',
  disabled: 'disabled',
  unsupported: 'not supported',
  absent: 'not there',
}

/** "Linux; Windows: not supported, not there since 9.1; FreeBSD since 11.0". */
export function systemsText(command: { readonly name: string; readonly since: string }): string {
  return SYSTEMS.map(([family, system]) => `${system}${presenceText(command, family)}`).join('; ')
}

function presenceText({ name, since }: { readonly name: string; readonly since: string }, family: Family): string {
  const steps = presenceSteps(name, since, family)
  const course = steps.map(([, presence]) => presence).join(' ')
  if (course === 'enabled') return ''
  if (course === 'absent enabled') return ` since ${steps[1]?.[0]}`
  const words = steps.map(([from, presence], index) => `${WORDS[presence]}${index === 0 ? '' : ` since ${from}`}`)
  return `: ${words.join(', ')}`
}
