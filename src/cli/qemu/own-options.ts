/**
 * Whose guest it is: told by variables of the environment, since who starts QEMU seldom lets its command line be changed,
 * or by an option of our own, for those who clean the environment.
 */
import { CLOCK_MODES, type ClockMode } from '../../guest/config.js'
import { nearest } from '../../scenario/did-you-mean.js'
import { QemuError } from './error.js'
import { parseKeyValues } from './key-values.js'
import { OWN_OPTION } from './options.js'
import type { Word } from './words.js'

export interface OwnOptions {
  /** A built-in's name, or a file's path. */
  readonly scenario?: string
  readonly seed?: string
  readonly clock?: ClockMode
  /** A file that gets every event as a line of JSON. */
  readonly trace?: string
  /** Where `mockvm do` connects. */
  readonly control?: string
  readonly agentVersion?: string
  /** `vcpus=4`, and who says so. */
  readonly set: readonly { readonly by: string; readonly text: string }[]
}

const KEYS = {
  scenario: 'MOCKVM_SCENARIO',
  seed: 'MOCKVM_SEED',
  clock: 'MOCKVM_CLOCK',
  trace: 'MOCKVM_TRACE',
  control: 'MOCKVM_CONTROL',
  'agent-version': 'MOCKVM_AGENT_VERSION',
  set: 'MOCKVM_SET',
} as const

type Key = keyof typeof KEYS

/** The option wins over the environment. Throws QemuError. */
export function readOwnOptions(words: readonly Word[], env: Readonly<Record<string, string | undefined>>): OwnOptions {
  const values = new Map<Key, { readonly by: string; readonly value: string }>()
  const set: { readonly by: string; readonly text: string }[] = []
  for (const [key, variable] of Object.entries(KEYS) as [Key, string][]) {
    const value = env[variable]
    // What is empty is as good as unset: some tools can't do otherwise.
    if (value === undefined || value === '') continue
    if (key === 'set') set.push(...lines(value).map(text => ({ by: variable, text })))
    else values.set(key, { by: variable, value })
  }
  for (const { typed, value: list } of words.filter(({ name }) => name === OWN_OPTION)) {
    for (const { key, value } of parseKeyValues(list, 'scenario')) {
      if (!isKey(key)) throw unknownKey(typed, key)
      if (key === 'set') set.push({ by: `-${OWN_OPTION} set`, text: value })
      else values.set(key, { by: `-${OWN_OPTION} ${key}`, value })
    }
  }
  const {
    clock,
    'agent-version': agentVersion,
    ...rest
  } = Object.fromEntries([...values].map(([key, { value }]) => [key, value]))
  const mode = CLOCK_MODES.find(it => it === clock)
  if (clock !== undefined && mode === undefined) {
    throw new QemuError(`${values.get('clock')?.by}: expected one of ${CLOCK_MODES.join(', ')}, got ${clock}`)
  }
  return {
    ...rest,
    ...(mode !== undefined && { clock: mode }),
    ...(agentVersion !== undefined && { agentVersion }),
    set,
  }
}

/** One a line; or, where there is one line alone, between semicolons. */
function lines(text: string): string[] {
  const separator = text.trim().includes('\n') ? '\n' : ';'
  return text
    .split(separator)
    .map(line => line.trim())
    .filter(line => line !== '')
}

function isKey(key: string): key is Key {
  return Object.hasOwn(KEYS, key)
}

function unknownKey(typed: string, key: string): QemuError {
  const meant = nearest(key, Object.keys(KEYS))
  const hint = meant === undefined ? '' : ` Did you mean ${meant}?`
  return new QemuError(`${typed}: expected the keys ${Object.keys(KEYS).join(', ')}, got ${key}.${hint}`)
}
