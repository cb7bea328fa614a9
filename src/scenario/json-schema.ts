/** The JSON Schema of a scenario file, for the completion of editors. */
import { z } from 'zod'
import type { Vocabulary } from './check.js'
import { Scenario } from './schema.js'

type Json = Record<string, unknown>

function member(schema: Json, ...keys: string[]): Json | undefined {
  let found: unknown = schema
  for (const key of keys) found = typeof found === 'object' && found !== null ? (found as Json)[key] : undefined
  return found as Json | undefined
}

/** The schema as text, as it is stored in scenarios/. With a vocabulary it also knows command names. */
export function scenarioJsonSchema(vocabulary?: Vocabulary): string {
  const schema = z.toJSONSchema(Scenario, { io: 'input' }) as Json
  const agent = member(schema, 'properties', 'agent', 'properties')
  if (vocabulary !== undefined && agent !== undefined) {
    const blocked = member(agent, 'blockRpcs', 'items')
    const [allowed] = (agent.allowRpcs as { anyOf?: Json[] }).anyOf ?? []
    for (const items of [blocked, member(allowed ?? {}, 'items')])
      Object.assign(items ?? {}, { enum: vocabulary.commandNames })
  }
  const { $schema, ...rest } = schema
  const document = { $schema, title: 'A scenario of mockvm', ...rest }
  return `${JSON.stringify(document, null, 2)}\n`
}
