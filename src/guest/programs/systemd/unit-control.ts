/** systemctl's verbs that start and stop. */

import { kindOf } from '../../services/unit.js'
import { UnitError } from '../../services.js'
import type { GivenOptions } from '../options.js'
import { signalNumber } from '../signals.js'
import type { Tool } from '../tool.js'
import { dependencyText, failureText } from './job-failure.js'
import { complain, notSimulated } from './refuse.js'
import { matchingUnits, namedUnit } from './unit-names.js'

const CONTROL_VERBS = [
  'start',
  'stop',
  'restart',
  'try-restart',
  'condrestart',
  'reload',
  'reload-or-restart',
  'try-reload-or-restart',
  'force-reload',
] as const

export type ControlVerb = (typeof CONTROL_VERBS)[number]

export function isControlVerb(verb: string): verb is ControlVerb {
  return (CONTROL_VERBS as readonly string[]).includes(verb)
}

/** What the method of systemd is called, in what it complains of. */
const WORDS: Readonly<Record<ControlVerb, string>> = {
  start: 'start',
  stop: 'stop',
  restart: 'restart',
  'try-restart': 'try-restart',
  condrestart: 'try-restart',
  reload: 'reload',
  'reload-or-restart': 'reload-or-restart',
  'try-reload-or-restart': 'reload-or-try-restart',
  'force-reload': 'reload-or-restart',
}

type Trouble = UnitError['trouble'] | 'denied'

/** LSB's exit codes: the first is what everything else fails with. */
const FAILED = 1
const NOT_IMPLEMENTED = 3
const NOT_INSTALLED = 5

/** What was begun with a unit and is still to come to its end. */
export interface Job {
  readonly name: string
  /** Of one that is stopped it is no matter how it has ended. */
  readonly stops: boolean
}

interface Failed {
  readonly trouble: Trouble
  /** Which of the units that are started with it is the cause. */
  readonly unit: string
}

export function controlUnits(
  tool: Tool,
  verb: ControlVerb,
  operands: readonly string[],
  options: GivenOptions,
  jobs: Job[],
): void {
  const names = operands.flatMap(operand => matchingUnits(tool, operand).map(({ name }) => name))
  for (const name of names) {
    const before = tool.duration
    const failed = controlUnit(tool, verb, name)
    if (options.has('no-block')) tool.duration = before
    else if (failed === undefined) {
      const unit = tool.guest.services.get(name)
      const isWaitedFor = unit?.exec !== undefined || unit?.isQueued
      if (unit !== undefined && isWaitedFor) jobs.push({ name: unit.name, stops: verb === 'stop' })
    }
    const isUnseen = options.has('no-block') && ['failed', 'dependency'].includes(failed?.trouble ?? '')
    if (failed !== undefined && !isUnseen) explain(tool, verb, name, failed, options)
  }
}

/** What of it went wrong; undefined when nothing did. */
export function controlUnit(tool: Tool, verb: ControlVerb, name: string): Failed | undefined {
  const { services } = tool.guest
  const unit = namedUnit(tool, name).unit
  if (tool.cred.uid !== 0) return { trouble: unit === undefined ? 'not-found' : 'denied', unit: name }
  const isActive = unit?.active === 'active' || unit?.active === 'reloading'
  try {
    if (verb === 'start') services.start(name)
    else if (verb === 'stop') services.stop(name)
    else if (verb === 'reload') services.reload(name)
    else if (verb === 'restart') services.restart(name)
    else if (verb === 'try-restart' || verb === 'condrestart') {
      if (unit === undefined) return { trouble: 'not-found', unit: name }
      if (isActive) services.restart(name)
    } else if (isActive && unit?.canReload) services.reload(name)
    else if (isActive || !verb.startsWith('try-')) services.restart(name)
  } catch (error) {
    if (error instanceof UnitError) return error
    throw error
  }
  waitFor(tool, name)
  return undefined
}

/** A start that takes its time keeps systemctl waiting. */
function waitFor(tool: Tool, name: string): void {
  const unit = tool.guest.services.get(name)
  if (unit?.active !== 'activating' || tool.duration === 'forever') return
  if (unit.startTime > tool.duration) tool.duration = unit.startTime
  if (unit.startError !== undefined) explain(tool, 'start', unit.name, { trouble: 'failed', unit: unit.name })
}

function explain(tool: Tool, verb: ControlVerb, name: string, failed: Failed, options?: GivenOptions): void {
  const { trouble } = failed
  if (trouble === 'agent') {
    throw complain(tool, 'systemctl: mockvm leaves the agent that runs this to the host, which can stop and start it')
  }
  const { text, exitCode = FAILED } = complaint(verb, name, trouble, failed.unit)
  if (trouble !== 'failed' || !options?.has('q')) tool.stderr.add(text)
  tool.exitCode = exitCode
}

function complaint(
  verb: ControlVerb,
  name: string,
  trouble: Exclude<Trouble, 'agent'>,
  unit: string,
): { readonly text: string; readonly exitCode?: number } {
  const failed = `Failed to ${WORDS[verb]} ${name}: `
  switch (trouble) {
    case 'not-found':
      return { text: `${failed}Unit ${unit} not found.\n`, exitCode: NOT_INSTALLED }
    case 'not-loaded':
      return { text: `${failed}Unit ${name} not loaded.\n`, exitCode: NOT_INSTALLED }
    case 'bad-setting':
      return {
        text:
          `${failed}Unit ${unit} has a bad unit file setting.\n` +
          `See system logs and 'systemctl status ${name}' for details.\n`,
      }
    case 'masked':
      return { text: `${failed}Unit ${unit} is masked.\n` }
    case 'dependency':
      return { text: dependencyText(name) }
    case 'not-applicable':
      return { text: `${failed}Job type reload is not applicable for unit ${name}.\n`, exitCode: NOT_IMPLEMENTED }
    case 'inactive':
      return { text: `${name} is not active, cannot reload.\n` }
    case 'denied':
      return {
        text:
          `${failed}Interactive authentication required.\n` +
          `See system logs and 'systemctl status ${name}' for details.\n`,
      }
    case 'failed':
      return { text: failureText(name, 'exit-code') }
  }
}

/** Without an operand all of them are. */
export function resetFailed(tool: Tool, operands: readonly string[]): void {
  const { services } = tool.guest
  if (tool.cred.uid !== 0) {
    throw complain(tool, 'Failed to reset failed state of all units: Interactive authentication required.')
  }
  if (operands.length === 0) services.resetFailed()
  for (const operand of operands) {
    for (const { name, unit } of matchingUnits(tool, operand)) {
      if (unit !== undefined) services.resetFailed(name)
      else {
        tool.stderr.add(`Failed to reset failed state of unit ${name}: Unit ${name} not loaded.\n`)
        tool.exitCode = 1
      }
    }
  }
}

/** Sends a signal to the processes of units. */
export function killUnits(tool: Tool, operands: readonly string[], options: GivenOptions): void {
  const { services, processes, agentPid } = tool.guest
  const text = options.value('s') ?? 'TERM'
  const signal = signalNumber(text)
  if (signal === undefined) throw complain(tool, `Failed to parse signal string ${text}.`)
  for (const operand of operands) {
    for (const { name, unit } of matchingUnits(tool, operand)) {
      const all = unit === undefined ? [] : services.processesOf(unit)
      const wanted = options.value('kill-whom') === 'main' ? all.slice(0, 1) : all
      if (tool.cred.uid !== 0) {
        throw complain(tool, `Failed to kill unit ${name}: Interactive authentication required.`)
      }
      if (unit === undefined || wanted.length === 0) {
        const why = unit === undefined ? `Unit ${name} not loaded.` : 'No main or control process to kill'
        tool.stderr.add(`Failed to kill unit ${name}: ${why}\n`)
        tool.exitCode = 1
      }
      if (wanted.some(({ pid }) => pid === agentPid)) throw notSimulated(tool, "kill of the agent's own unit")
      for (const { pid } of wanted) if (kindOf(name) === 'service') processes.signal(pid, signal)
    }
  }
}
