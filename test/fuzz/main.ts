/** `npm run fuzz -- --minutes 30 --seed 7 --kind files,exec` */
import { parseArgs } from 'node:util'
import { isVersion, versionExpected } from '../../src/agent/versions.js'
import { findRealAgent } from '../real-agent/real-agent.js'
import { fuzz } from './fuzz.js'
import { EVERYDAY_KINDS, KINDS } from './kinds/kinds.js'
import { describeFound } from './report.js'
import { openStages } from './stages.js'

const USAGE = `Usage: npm run fuzz -- [--minutes N] [--exchanges N] [--seed N] [--kind KIND,…] [--story N] [--differences N]

Sends the same bytes to mockvm and to the qemu-ga that is installed here, and compares what they answer.

  --minutes N      for so long (default: 1, without end if --exchanges is given)
  --exchanges N    until there were so many
  --seed N         another seed, other stories (default: 1)
  --kind KIND,…    only these: ${KINDS.join(', ')} (default: all but limits, which is slow)
  --story N        only this story of each kind
  --differences N  stop when so many were found (default: 10)
`

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const INTERRUPTED = 130

/** Resolves with the exit status: 0 if nothing differs, 1 if something does, 2 if it could not be run. */
export async function main(args: readonly string[], print: (text: string) => void): Promise<number> {
  let options: ReturnType<typeof readOptions>
  try {
    options = readOptions(args)
  } catch (error) {
    if (!(error instanceof TypeError) && !(error instanceof RangeError)) throw error
    print(`${error.message}\n\n${USAGE}`)
    return 2
  }
  if (options.help) {
    print(USAGE)
    return 0
  }
  const agent = findRealAgent()
  if (agent === undefined || !isVersion(agent.version, 'linux')) {
    const found = agent === undefined ? 'none' : `${agent.version} (${agent.path})`
    print(`expected ${versionExpected('linux')}, in PATH or in /usr/sbin, found ${found}\n`)
    return 2
  }
  const stages = await openStages(agent.version)
  // Agents are ended with this process, whatever ends it.
  const leave = () => {
    stages.remove()
    process.exit(INTERRUPTED)
  }
  for (const signal of SIGNALS) process.once(signal, leave)
  const start = performance.now()
  const seconds = () => (performance.now() - start) / 1000
  try {
    const kinds = options.kinds.filter(kind => stages.of(kind) !== undefined)
    if (kinds.length < options.kinds.length) print('ssh is left out: it needs a C compiler\n')
    if (kinds.length === 0) return 2
    const { exchanges, found } = await fuzz(stages, {
      ...options,
      kinds,
      isEnough: (exchanges, differences) => options.isEnough(exchanges, differences, seconds()),
      onFound: one => print(`${describeFound(one)}\n`),
    })
    const sum = `${exchanges} exchanges, ${found.length} differences, ${seconds().toFixed(1)} s, seed ${options.seed}`
    print(`${sum}\n`)
    return found.length === 0 ? 0 : 1
  } finally {
    await stages.close()
    for (const signal of SIGNALS) process.removeListener(signal, leave)
  }
}

function readOptions(args: readonly string[]) {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...{ minutes: text, exchanges: text, seed: text, kind: text, story: text, differences: text },
      help: { type: 'boolean' },
    },
  })
  const number = (name: 'minutes' | 'exchanges' | 'story' | 'differences', otherwise: number): number => {
    const value = values[name]
    if (value === undefined) return otherwise
    if (!/^\d+(?:\.\d+)?$/.test(value)) throw new RangeError(`--${name}: expected a number, got ${value}`)
    return Number(value)
  }
  const kinds = values.kind?.split(',') ?? EVERYDAY_KINDS
  const unknown = kinds.find(kind => !KINDS.includes(kind))
  if (unknown !== undefined) throw new RangeError(`--kind: expected some of ${KINDS.join(', ')}, got ${unknown}`)
  const most = number('exchanges', Number.POSITIVE_INFINITY)
  const minutes = number('minutes', values.exchanges === undefined ? 1 : Number.POSITIVE_INFINITY)
  const differences = number('differences', 10)
  let stories = 0
  const storiesWanted = values.story === undefined ? Number.POSITIVE_INFINITY : kinds.length
  return {
    seed: values.seed ?? '1',
    kinds,
    from: number('story', 0),
    help: values.help ?? false,
    isEnough: (exchanges: number, found: number, seconds: number) =>
      exchanges >= most || found >= differences || seconds >= minutes * 60 || stories++ >= storiesWanted,
  }
}
