import { expect, test } from 'vitest'
import type { ScenarioInput } from '../../src/index.js'
import { load } from './vocabulary.js'

type ProgramInput = NonNullable<ScenarioInput['programs']>[number]

const NOTHING = { kind: 'bytes', bytes: new Uint8Array(0) }
const PLAIN = { stdout: NOTHING, stderr: NOTHING, exitCode: 0, after: 0n }

test.each<[ProgramInput, object]>([
  [
    { argv: ['a', '...', { regex: 'b' }], env: { A: '*' }, stdin: { regex: 'c' }, user: 'root' },
    { ...PLAIN, argv: ['a', '...', { regex: 'b' }], env: { A: '*' }, stdin: { regex: 'c' }, user: 'root' },
  ],
  [
    { path: '/a', regex: 'b', while: { frozen: false, uptime: { from: '1s' }, exists: '/c', running: 'd *' } },
    {
      ...PLAIN,
      ...{ path: '/a', regex: 'b' },
      while: { frozen: false, uptime: { from: 1_000_000_000n }, exists: '/c', running: 'd *' },
    },
  ],
  [
    { match: 'a', times: 2 },
    { ...PLAIN, match: 'a', counting: { skip: 0, every: 1, times: 2, probability: 1 } },
  ],
  [
    { match: 'a', nth: 4, skip: 1, every: 2, probability: 0.5 },
    { ...PLAIN, match: 'a', counting: { skip: 1, nth: [4], every: 2, probability: 0.5 } },
  ],
  [
    {
      match: 'a',
      stdout: '{{ pid }}',
      stderr: { file: '/b' },
      exitCode: '{{ args }}',
      after: { from: '1s', to: '2s' },
    },
    {
      match: 'a',
      stdout: { kind: 'template', text: '{{ pid }}' },
      stderr: { kind: 'file', path: '/b' },
      exitCode: { template: '{{ args }}' },
      after: { kind: 'range', from: 1_000_000_000n, to: 2_000_000_000n },
    },
  ],
  [
    { match: 'a', output: [{ stdout: '' }, { after: '1s', stderr: '{{ pid }}' }], repeat: { stdout: '', times: 2 } },
    {
      ...PLAIN,
      match: 'a',
      output: [
        { after: 0n, stdout: NOTHING },
        { after: 1_000_000_000n, stderr: { kind: 'template', text: '{{ pid }}' } },
      ],
      repeat: { every: 0n, times: 2, stdout: NOTHING },
    },
  ],
  [
    { match: 'a', effects: { start: { agent: 'stop' }, end: [{ wait: '1s' }, { files: { '/a': 'b' } }] } },
    {
      ...PLAIN,
      match: 'a',
      effects: { start: [{ agent: 'stop' }], end: [{ wait: 1_000_000_000n }, { write: { path: '/a', text: 'b' } }] },
    },
  ],
])('%j', (program, config) => {
  expect(load({ programs: [program] }).guest.programs).toEqual([config])
})
