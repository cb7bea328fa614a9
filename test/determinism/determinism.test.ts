import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commands } from '../../src/commands/registry.js'
import { replay } from '../../src/replay.js'
import type { TraceEvent } from '../../src/trace/events.js'
import { decodeEvent } from '../../src/trace/jsonl.js'
import type { VmOptions } from '../../src/vm.js'
import { type BuiltProgram, builtProgram } from '../cli/built-program.js'
import { makeScript } from './script.js'

interface Played {
  readonly bytes: string
  readonly trace: readonly string[]
}

const steps = makeScript('a story')
let program: BuiltProgram
let directory: string

beforeAll(() => {
  program = builtProgram()
  directory = mkdtempSync(join(tmpdir(), 'mockvm-test-'))
}, 120_000)

afterAll(() => rmSync(directory, { recursive: true }))

/** Plays the story in a new process. */
function play(options: VmOptions, env: NodeJS.ProcessEnv = {}): Played {
  const [script, output] = [join(directory, 'script.json'), join(directory, 'output.json')]
  writeFileSync(script, JSON.stringify({ options, steps }))
  const dist = dirname(dirname(program.main))
  execFileSync(process.execPath, [join(import.meta.dirname, 'play.mjs'), dist, script, output], {
    stdio: 'inherit',
    env: { ...process.env, ...env },
  })
  return JSON.parse(readFileSync(output, 'utf8')) as Played
}

const eventsOf = ({ trace }: Played): TraceEvent[] => trace.map(decodeEvent)

describe.each(['manual', 'step', 'auto'] as const)('with a clock of mode %s', mode => {
  let first: Played

  beforeAll(() => {
    first = play({ seed: 1, clock: { mode } })
  })

  test('two processes give the same bytes and the same trace, wherever they run', () => {
    expect(play({ seed: 1, clock: { mode } }, { TZ: 'Asia/Kolkata', LC_ALL: 'tr_TR.UTF-8' })).toEqual(first)
  })

  test('the trace, read from its lines, is replayed without a difference', async () => {
    const { difference, events } = await replay(eventsOf(first))
    expect(difference).toBeUndefined()
    expect(events.filter(({ type }) => type === 'reply')).toHaveLength(
      eventsOf(first).filter(({ type }) => type === 'reply').length,
    )
  })
})

test('the story asks for every command at least once, more than 300 times in all, and is refused now and then', () => {
  const events = eventsOf(play({ seed: 1 }))
  const requests = events.filter(event => event.type === 'request')
  expect(requests.length).toBeGreaterThan(300)
  const asked = new Set(requests.map(({ name }) => name))
  expect(commands.map(({ name }) => name).filter(name => !asked.has(name))).toEqual([])
  expect(events.filter(event => event.type === 'reply' && event.error !== undefined).length).toBeGreaterThan(30)
  expect(events.filter(event => event.type === 'refused').length).toBeGreaterThan(5)
})

test('another seed gives another machine-id and another salt', () => {
  const [one, two] = [play({ seed: 1 }), play({ seed: 2 })]
  expect(chance(one)).not.toEqual(chance(two))
  expect(chance(one)).toEqual({
    'machine-id': expect.stringMatching(/^[0-9a-f]{32}$/),
    salt: expect.stringMatching(/^[./0-9A-Za-z]+$/),
  })
  expect(chance(one)['machine-id']).not.toBe(chance(two)['machine-id'])
  expect(chance(one).salt).not.toBe(chance(two).salt)
})

test('a clock that follows the host is replayed as well, from the time at which it began', async () => {
  const { difference } = await replay(eventsOf(play({ seed: 1, clock: { mode: 'real' } })))
  expect(difference).toBeUndefined()
})

/** What the last reads of the story show. */
function chance({ bytes }: Played): { 'machine-id': string | undefined; salt: string | undefined } {
  const texts = [...bytes.matchAll(/"buf-b64": "([^"]*)"/g)].map(([, text = '']) =>
    Buffer.from(text, 'base64').toString(),
  )
  const shadow = texts.findLast(text => text.startsWith('root:'))
  return {
    'machine-id': texts.findLast(text => /^[0-9a-f]{32}\n$/.test(text))?.trim(),
    salt: shadow?.split(':')[1]?.split('$').at(-2),
  }
}
