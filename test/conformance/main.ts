/** `npm run conformance -- [--vectors DIR] [--version 2.11.0] [--real] [--json FILE]` */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { findRealAgent } from '../real-agent/real-agent.js'
import type { SessionResult } from './compare.js'
import { sumUp, versionsOf } from './counts.js'
import { asData } from './data.js'
import { FOLDER } from './guest-setup.js'
import { realArm } from './real-arm.js'
import { FolderError, RealFolder } from './real-folder.js'
import { nearestRecorded } from './recorded-version.js'
import { RecordingError, readRecordings, type Session } from './recording.js'
import { report } from './report.js'
import { runOnMockvm, runOnReal } from './run.js'

const USAGE = `Usage: npm run conformance -- [--vectors DIR] [--version VERSION] [--real] [--json FILE]

Plays recordings of real agents to mockvm and compares the replies byte for byte.

  --vectors DIR      a folder of .jsonl files (default: test/conformance/vectors)
  --version VERSION  only the recordings of that agent
  --real             also play them to the qemu-ga of this machine, on this machine
  --json FILE        write the results as data, too
`
const DEFAULT_VECTORS = 'test/conformance/vectors'

/** There is no agent here, or none that recordings could be played to. */
class NoAgentError extends Error {}

/** Resolves with the exit status: 0 if nothing differs, 1 if something does, 2 if it could not be run. */
export async function main(args: readonly string[], print: (text: string) => void): Promise<number> {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        vectors: { type: 'string' },
        version: { type: 'string' },
        real: { type: 'boolean' },
        json: { type: 'string' },
        help: { type: 'boolean' },
      },
    })
    if (values.help) {
      print(USAGE)
      return 0
    }
    const sessions = readRecordings(values.vectors ?? DEFAULT_VECTORS, values.version)
    const real = values.real ? await playReal(sessions, print) : []
    const results = [...(await runOnMockvm(sessions)), ...real]
    if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(asData(results), undefined, 2)}\n`)
    print(`${report(results)}\n`)
    return sumUp(results).differ === 0 ? 0 : 1
  } catch (error) {
    if (error instanceof RecordingError || error instanceof FolderError || error instanceof NoAgentError) {
      print(`${error.message}\n`)
    } else if (error instanceof TypeError && 'code' in error) print(`${error.message}\n\n${USAGE}`)
    else throw error
    return 2
  }
}

async function playReal(sessions: readonly Session[], print: (text: string) => void): Promise<SessionResult[]> {
  const agent = findRealAgent()
  if (agent === undefined) throw new NoAgentError('--real: expected qemu-ga in PATH or in /usr/sbin, found none')
  const recorded = versionsOf(sessions)
  const version = nearestRecorded(agent.version, recorded)
  if (version === undefined) {
    throw new NoAgentError(
      `--real: ${agent.path} is ${agent.version}, and there are recordings only of ${recorded.join(', ')}`,
    )
  }
  const note = version === agent.version ? '' : `, the nearest that there are for ${agent.version}`
  print(`Real agent: ${agent.path} ${agent.version}, with the recordings of ${version}${note}.\n\n`)
  const folder = new RealFolder(FOLDER)
  try {
    return await runOnReal(
      sessions.filter(session => session.version === version),
      realArm(folder),
      agent.version,
    )
  } finally {
    folder.remove()
  }
}
