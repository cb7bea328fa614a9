/** Every failure of the field has its scenario, its demo and its test, and a demo is the same every time. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { demoNames, loadDemo } from '../../src/demo/demos.js'
import { type DemoKind, playDemo } from '../../src/demo/play.js'
import { encodeEvent, listScenarios } from '../../src/index.js'

const ROOT = resolve(import.meta.dirname, '../..')

/** Spelt out on purpose: who adds a failure adds its name here. */
const FAILURES = [
  ...['agent-crash', 'agent-not-running', 'allow-listed', 'already-frozen', 'big-output', 'busy-agent', 'clock-drift'],
  ...['deaf-until-reconnect', 'duplicate-reply', 'exec-pid-reaped', 'freeze-hang', 'frozen-blocks'],
  ...['fsinfo-one-mount-fails', 'garbage', 'hook-failure', 'late-agent', 'migration-drop', 'no-ip', 'partial-reply'],
  ...['partial-request', 'paused-vm', 'second-client', 'shutdown-ignored', 'slow-freeze', 'slow-link', 'stale-reply'],
  ...['suspend-fails', 'suspended-guest', 'vss-auto-thaw', 'windows-loopback'],
]

/** Some are of many megabytes. */
function shortened(line: string): string {
  return line.length < 1000 ? line : createHash('sha256').update(line).digest('hex')
}

test('all thirty are there, each with a demo', () => {
  expect(FAILURES).toHaveLength(30)
  expect(demoNames()).toEqual(FAILURES)
})

describe.each(FAILURES)('%s', name => {
  test('has a scenario with a story and one line of description', () => {
    expect(listScenarios().find(it => it.name === name)?.description).toMatch(/^\S.{10,110}[^.]$/)
    const lines = readFileSync(join(ROOT, `scenarios/${name}.yaml`), 'utf8').split('\n')
    const story = lines.slice(
      1,
      lines.findIndex(line => !line.startsWith('#')),
    )
    expect(story.join('').length).toBeGreaterThan(200)
  })

  test('has a test of its own', () => {
    expect(existsSync(join(ROOT, `test/failures/${name}.test.ts`))).toBe(true)
  })

  test('is told in words', async () => {
    const { title, moral } = await loadDemo(name)
    expect(title).toMatch(/^[A-Z].*[^.]$/)
    expect(moral).toMatch(/^\S.{40,}\.$/s)
  })

  test.each<DemoKind>(['naive', 'correct'])('the %s client sees the same bytes at the same times again', async kind => {
    const play = async () => (await playDemo(name, kind)).events.map(event => shortened(encodeEvent(event)))
    expect(await play()).toEqual(await play())
  })
})
