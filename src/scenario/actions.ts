/** Actions and fault rules that are given at run time, held to what a scenario file is held to. */
import type { z } from 'zod'
import type { FaultRule } from '../faults/rule.js'
import type { Action } from '../timeline/action.js'
import { checkFaults } from './check-faults.js'
import { type ActionVocabulary, checkAction } from './check-timeline.js'
import { ScenarioError } from './error.js'
import { explain, type Finding } from './explain.js'
import { type FaultInput, toFaultRule } from './fault-config.js'
import { fault } from './fault-schema.js'
import { toIssue } from './layer.js'
import { toScenarioData } from './source-text.js'
import { toActions } from './timeline-config.js'
import { type ActionInput, actions } from './timeline-schema.js'

export type { ActionInput, FaultInput }

export type FaultVocabulary = Omit<ActionVocabulary, 'interfaces' | 'hasScopes'>

/** Throws ScenarioError for what is no action, or names what there isn't. */
export function readActions(input: unknown, vocabulary: ActionVocabulary): Action[] {
  const list = [read(actions, input, 'action') as ActionInput | ActionInput[]].flat()
  refuse(
    'action',
    list.flatMap((action, index) => checkAction(action, Array.isArray(input) ? [index] : [], vocabulary)),
  )
  return list.flatMap(toActions)
}

/** Throws ScenarioError for what is no fault rule. */
export function readFault(input: unknown, { commandNames, hasPort }: FaultVocabulary): FaultRule {
  const rule = read(fault, input, 'fault rule') as FaultInput
  refuse(
    'fault rule',
    checkFaults([rule], [], commandNames, hasPort).map(it => ({ ...it, path: it.path.slice(1) })),
  )
  return toFaultRule(rule)
}

function read(schema: z.ZodType, input: unknown, what: string): unknown {
  const data = toScenarioData(input)
  const result = schema.safeParse(data)
  if (!result.success) refuse(what, explain(result.error.issues, data))
  return data
}

function refuse(what: string, findings: readonly Finding[]): void {
  if (findings.length > 0) throw new ScenarioError(findings.map(it => toIssue(it, what, undefined)))
}
