// scenarios/scenario.schema.json, for editors.
import { scenarioJsonSchema } from '../../src/scenario/json-schema.ts'

export const file = 'scenarios/scenario.schema.json'

export const text = scenarioJsonSchema()
