// Writes scenarios/scenario.schema.json. Run `npm run build` first: node scripts/generate-schema.mjs
import { writeFileSync } from 'node:fs'
import { scenarioJsonSchema } from '../dist/scenario/json-schema.js'

writeFileSync(new URL('../scenarios/scenario.schema.json', import.meta.url), scenarioJsonSchema())
