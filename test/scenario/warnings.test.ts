import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { builtInNames } from '../../src/scenario/built-in.js'
import { formatIssue } from '../../src/scenario/error.js'
import type { ScenarioInput } from '../../src/scenario/load.js'
import { runToEnd } from '../cli/fake-terminal.js'
import { load } from './vocabulary.js'

function warned(scenario: ScenarioInput): string[] {
  return load(scenario).warnings.map(it => formatIssue(it).replace(/^scenario object {2}/, ''))
}

test.each(builtInNames())('%s is free of warnings', name => {
  expect(load(name).warnings).toEqual([])
})

test.each<[NonNullable<ScenarioInput['programs']>[number], string]>([
  [
    { match: 'a', user: 'rot' },
    'programs[0].user: expected a name of users, or of who is made by then: root, got "rot". Did you mean "root"?',
  ],
  [
    { match: 'echo "unclosed' },
    'programs[0].match: expected the words as the program gets them, joined by blanks, got "echo \\"unclosed". Quotes are for shells; here they stand for themselves.',
  ],
  [
    { match: "psql --command='select 1'" },
    'programs[0].match: expected the words as the program gets them, joined by blanks, got "psql --command=\'select 1\'". Quotes are for shells; here they stand for themselves.',
  ],
  [
    { match: 'a', nth: 3, times: 1 },
    'programs[0].times: expected nth or times, got both. nth alone says which calls, and so how many.',
  ],
  [
    { match: 'a', output: [{ after: 5, stdout: 'x' }] },
    'programs[0].output[0].after: expected a duration with its unit such as 5s, got 5, which is nanoseconds.',
  ],
  [
    { match: 'a', after: { from: 0, to: '20' } },
    'programs[0].after.to: expected a duration with its unit such as 20s, got 20, which is nanoseconds.',
  ],
  [
    { match: 'a', effects: { start: { services: { nope: 'start' } } } },
    'programs[0].effects.start.services.nope: expected a service of units, or one that is there by then, got "nope".',
  ],
  [
    { match: 'a', effects: { end: [{ login: { user: 'ghost', line: 'pts/1' } }] } },
    'programs[0].effects.end[0].login.user: expected a name of users, or of who is made by then: root, got "ghost".',
  ],
])('%j is warned of', (program, warning) => {
  expect(warned({ programs: [program] })).toEqual([warning])
})

test('nothing is said of what may well be meant', () => {
  const programs: ScenarioInput['programs'] = [
    { match: 'sh -c echo "a"', user: 'root' },
    { match: "say don't" },
    { match: 'a', after: 0 },
    { match: 'b', after: 1_000_000 },
    { match: 'c', effects: { start: { services: { nginx: 'start', 'web.service': 'stop', 'getty@tty1': 'stop' } } } },
    { match: 'd', effects: { start: { services: { 'multi-user.target': 'start', '{{ argv.1 }}': 'start' } } } },
    { match: 'e', effects: { start: { login: { user: '{{ argv.1 }}', line: 'pts/1' } } } },
  ]
  const units: ScenarioInput['units'] = { 'nginx.service': { aliases: ['web.service'] } }
  expect(warned({ programs, units })).toEqual([])
})

test('the time line is warned of too', () => {
  expect(
    warned({ units: { 'nginx.service': {} }, timeline: [{ at: '1s', do: { services: { ngnix: 'stop' } } }] }),
  ).toEqual([
    'timeline[0].do.services.ngnix: expected a service of units, or one that is there by then: nginx, got "ngnix". Did you mean "nginx"?',
  ])
})

describe('an entry that never answers is warned of', () => {
  const shadow = (...programs: NonNullable<ScenarioInput['programs']>) => warned({ programs })
  const second = [
    'programs[1]: expected a call that no entry before it answers, got only such as programs[0] takes. Put it before programs[0].',
  ]

  test.each<NonNullable<ScenarioInput['programs']>>([
    [{ match: 'x *' }, { match: 'x one' }],
    [{ match: 'x *' }, { argv: ['x', 'one'] }],
    [{ match: 'x one *' }, { match: 'x one two*' }],
    [{ path: '/bin/x' }, { path: '/bin/x', times: 1 }],
    [{ path: '/bin/x' }, { path: '/bin/x', regex: 'one' }],
    [{ argv: ['x', '...'] }, { match: 'x one' }],
    [{ argv: ['x', 'one'] }, { argv: ['x', 'one'] }],
    [{ regex: 'x (.)' }, { regex: 'x (.)' }],
  ])('%j before %j', (first, other) => {
    expect(shadow(first, other)).toEqual(second)
  })

  test.each<NonNullable<ScenarioInput['programs']>>([
    [{ match: 'x one' }, { match: 'x *' }],
    [{ match: 'x *', times: 2 }, { match: 'x one' }],
    [{ match: 'x *', env: { A: '*' } }, { match: 'x one' }],
    [{ match: 'x *' }, { match: 'y one' }],
    [{ match: 'x one*' }, { argv: ['x', 'one'] }],
    [{ path: '/bin/x', regex: 'one' }, { path: '/bin/x' }],
    [{ path: '/bin/x' }, { regex: '/bin/x|/bin/y' }],
    [{ argv: ['x', '*'] }, { argv: ['x', 'one', 'two'] }],
  ])('but not %j before %j', (first, other) => {
    expect(shadow(first, other)).toEqual([])
  })

  test('on Windows whatever the quotes around its path', () => {
    const programs = [{ match: '"C:\\Tools\\a.exe" *' }, { match: 'C:\\Tools\\a.exe /x' }]
    expect(warned({ extends: 'windows-server-2022', programs })).toEqual(second)
  })
})

test('check prints warnings with their lines, and says ok', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mockvm-warnings-'))
  const file = join(folder, 'demo.yaml')
  try {
    writeFileSync(file, 'extends: debian-12\nprograms:\n  - match: x *\n  - match: x one\n    user: ghost\n')
    const { err, ...rest } = await runToEnd('check', file)
    expect({ ...rest, err: err.replaceAll(file, 'demo.yaml') }).toEqual({
      status: 0,
      out: 'ok\n',
      err:
        'demo.yaml:5:11  warning: programs[1].user: expected a name of users, or of who is made by then, got "ghost".\n' +
        'demo.yaml:4:5  warning: programs[1]: expected a call that no entry before it answers, got only such as programs[0] takes. Put it before programs[0].\n',
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
})
