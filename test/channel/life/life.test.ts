/** The life of an agent on a real socket: ours and, where one is installed, a real one do the same. */
import { describe, expect, onTestFinished, test } from 'vitest'
import { findRealAgent } from '../../real-agent/real-agent.js'
import type { AgentArm, AgentSetup } from './agent-arm.js'
import { MockArm } from './mock-arm.js'
import { RealArm } from './real-arm.js'
import { SCRIPTS } from './scripts.js'

/** Real ones that were not looked at may differ. */
const KNOWN = /^7\.2\./

const arms: Record<string, (setup?: AgentSetup) => Promise<AgentArm>> = {
  ours: setup => MockArm.start('7.2.22', setup),
}
if (KNOWN.test(findRealAgent()?.version ?? '')) arms['a real agent'] = setup => RealArm.start(setup)

async function start(arm: string, setup?: AgentSetup): Promise<AgentArm> {
  const it = await arms[arm]?.(setup)
  if (it === undefined) throw new Error(`expected ${Object.keys(arms)}, got ${arm}`)
  onTestFinished(() => it.close())
  return it
}

describe.each(Object.keys(arms))('%s', arm => {
  test.each(SCRIPTS)('$title', async ({ setup, run, seen }) => {
    expect(await run(await start(arm, setup))).toEqual(seen)
  })

  test.each([
    ['garbage\n', 'Key file contains line “garbage” which is not a key-value pair, group, or comment'],
    ['fd_counter=5\n', 'Key file does not start with a group'],
  ])('ends before it listens where its state is %j', async (state, trouble) => {
    const message = await start(arm, { state }).catch((error: Error) => error.message)
    const lines = String(message).match(/(?:error|failed) .*/g)
    expect(lines?.map(line => line.replace(/(?<=path: ).*(?=\/qga)/, 'DIR'))).toEqual([
      `error loading persistent state from path: DIR/qga.state, ${trouble}`,
      'failed to load persistent state',
      'error initializing guest agent',
    ])
  })
})
