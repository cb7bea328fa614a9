// Writes the second half of docs/fidelity.md, what was compared with what, from the recordings of agents and of VMs, the command registry and the
// history of versions; with --check only tells whether it is up to date.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { withSource } from './with-source.mjs'

const FILE = new URL('../docs/fidelity.md', import.meta.url)
const VECTORS = fileURLToPath(new URL('../test/conformance/vectors', import.meta.url))
const MARK = '## Command by command\n'

const [byHand] = readFileSync(FILE, 'utf8').split(MARK)
const generated = await withSource(async load => {
  const { readRecordings } = await load('/test/conformance/recording.ts')
  const { fidelity } = await load('/test/conformance/fidelity.ts')
  const { countVmRequests } = await load('/test/conformance/vm-recordings.ts')
  return fidelity(readRecordings(VECTORS), countVmRequests())
})
const text = `${byHand}${MARK}\n${generated}`

if (process.argv.includes('--check')) {
  if (readFileSync(FILE, 'utf8') !== text) {
    console.error('docs/fidelity.md is not what the recordings say: run `npm run docs`')
    process.exitCode = 1
  }
} else writeFileSync(FILE, text)
