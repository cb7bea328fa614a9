/** `npm run conformance -- --vectors DIR [--version 2.11.0]` */
import { parseArgs } from 'node:util'
import { RecordingError, readRecordings } from './recording.js'
import { report } from './report.js'
import { count, runSessions } from './run.js'

const USAGE = `Usage: npm run conformance -- [--vectors DIR] [--version VERSION]

Plays recordings of real agents to mockvm and compares the replies byte for byte.

  --vectors DIR      a folder of .jsonl files (default: test/conformance/vectors)
  --version VERSION  only the recordings of that agent
`
const DEFAULT_VECTORS = 'test/conformance/vectors'

/** Resolves with the exit status: 0 if nothing differs, 1 if something does, 2 if it could not be run. */
export async function main(args: readonly string[], print: (text: string) => void): Promise<number> {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { vectors: { type: 'string' }, version: { type: 'string' }, help: { type: 'boolean' } },
    })
    if (values.help) {
      print(USAGE)
      return 0
    }
    const results = await runSessions(readRecordings(values.vectors ?? DEFAULT_VECTORS, values.version))
    print(`${report(results)}\n`)
    return count(results).differ === 0 ? 0 : 1
  } catch (error) {
    if (error instanceof RecordingError) print(`${error.message}\n`)
    else if (error instanceof TypeError && 'code' in error) print(`${error.message}\n\n${USAGE}`)
    else throw error
    return 2
  }
}
