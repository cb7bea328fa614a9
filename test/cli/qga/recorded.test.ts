import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { run } from '../../../src/cli/run.js'
import { findRealAgent } from '../../real-agent/find-real-agent.js'
import { FakeTerminal } from '../fake-terminal.js'

/**
 * What a real qemu-ga printed for command lines that it answers at once. `$0` stands for its name, `$DIR` and `$STATE` for
 * folders that were empty, `$PID` and `$TIME` for what differs every time; `conf` was the file of QGA_CONF. Left out:
 * what a distribution adds to the version.
 */
interface Recorded {
  readonly args: readonly string[]
  readonly conf?: string
  readonly status: number
  readonly out: string
  readonly err: string
}

const VERSION = '7.2.22'
const recorded = readFileSync(new URL(`vectors/${VERSION}.jsonl`, import.meta.url), 'utf8')
  .split('\n')
  .filter(line => line !== '')
  .map(line => JSON.parse(line) as Recorded)

const cases = recorded.map(it => [it.args.join(' ').slice(0, 60), it.conf ?? '', it] as const)

interface Place {
  readonly directory: string
  readonly state: string
  readonly conf: string | undefined
}

function place({ conf }: Recorded): Place {
  const directory = mkdtempSync(join(tmpdir(), 'mockvm-test-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  const [folder, state] = [join(directory, 'folder'), join(directory, 'state')]
  mkdirSync(folder)
  mkdirSync(state)
  const path = join(folder, 'conf')
  if (conf !== undefined) writeFileSync(path, conf)
  return { directory: folder, state, conf: conf === undefined ? undefined : path }
}

const fill = (text: string, { directory, state }: Place) => text.replace('$DIR', directory).replace('$STATE', state)

function abstract(text: string, name: string, { directory, state }: Place): string {
  return text
    .replaceAll(name, '$0')
    .replaceAll(state, '$STATE')
    .replaceAll(directory, '$DIR')
    .replaceAll(/\(process:\d+\)/g, '(process:$PID)')
    .replaceAll(/\*\*: \d\d:\d\d:\d\d\.\d{3}: /g, '**: $TIME: ')
    .replaceAll(/^\d{10}\.\d{6}: /gm, '$TIME: ')
    .replaceAll(/(Guest agent version \S+) \([^)]*\)/g, '$1')
}

test.each(cases)('mockvm qga answers %s %j as it was recorded', async (_, __, it) => {
  const where = place(it)
  const terminal = new FakeTerminal()
  terminal.env.QGA_CONF = where.conf
  const args = it.args.map(arg => fill(arg, where))
  // With an early answer what follows isn't read: so ours comes first.
  const status = await run(['qga', '--agent-version', VERSION, ...args], terminal)
  const [out, err] = [terminal.out, terminal.err].map(text => abstract(text, 'mockvm qga', where))
  expect({ status, out, err }).toEqual({ status: it.status, out: it.out, err: it.err })
})

// Only a real agent of the same version can tell whether that still holds.
const real = findRealAgent()
test.each(real?.version === VERSION ? cases : [])('the real one answers %s %j so too', (_, __, it) => {
  const where = place(it)
  const { status, stdout, stderr } = spawnSync(
    real?.path ?? '',
    it.args.map(arg => fill(arg, where)),
    {
      cwd: '/',
      env: { LANG: 'C.UTF-8', PATH: '/usr/sbin:/usr/bin:/sbin:/bin', ...(where.conf && { QGA_CONF: where.conf }) },
      stdio: ['ignore', 'pipe', 'pipe'],
      encoding: 'utf8',
      timeout: 5000,
    },
  )
  const [out, err] = [stdout, stderr].map(text => abstract(text, real?.path ?? '', where))
  expect({ status, out, err }).toEqual({ status: it.status, out: it.out, err: it.err })
})
