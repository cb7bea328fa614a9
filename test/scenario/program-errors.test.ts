import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { layerOfText } from '../../src/scenario/layer.js'
import { load, refusal } from './vocabulary.js'

/** What is said of a scenario file with that list of programs, its schema and what the schema can't see. */
function refused(programs: string): string {
  return refusal(() => load(layerOfText(`programs:\n${programs}`, 'demo.yaml').data))
}

function refusedAtOnce(programs: string): string {
  return refusal(() => layerOfText(`programs:\n${programs}`, 'demo.yaml'))
}

const KEYS = 'exactly one of the keys match, path, argv, regex'

test.each([
  ['- { stdout: a }', `2:3  programs[0]: expected ${KEYS}, got none of them.`],
  [
    '- { match: a, path: /a }',
    `2:3  programs[0]: expected ${KEYS}, got match and path. Only beside regex path may stand too.`,
  ],
  [
    '- { argv: [a], regex: b }',
    `2:3  programs[0]: expected ${KEYS}, got argv and regex. Only beside regex path may stand too.`,
  ],
  ['- { argv: [] }', '2:11  programs[0].argv: expected a list of arguments, the program first, got an empty list.'],
  [
    '- { argv: [a, 3] }',
    '2:15  programs[0].argv[1]: expected text, in which * stands for any text, or { regex }, got 3.',
  ],
  [
    '- { argv: [a, { regexp: b }] }',
    '2:15  programs[0].argv[1].regex: expected a regular expression, got nothing.\n' +
      'demo.yaml:2:17  programs[0].argv[1].regexp: expected a known key, got "regexp". Did you mean "regex"?',
  ],
  ['- { match: a, stdin: { regex: 1 } }', '2:31  programs[0].stdin.regex: expected a regular expression, got 1.'],
  [
    '- { path: ./a }',
    '2:11  programs[0].path: expected a program: its absolute path such as /usr/bin/id or C:\\Tools\\app.exe, or its bare name, got "./a".',
  ],
  [
    '- { path: pg_dump --all }',
    '2:11  programs[0].path: expected a program: its absolute path such as /usr/bin/id or C:\\Tools\\app.exe, or its bare name, got "pg_dump --all". Arguments and * stand in match or argv.',
  ],
  [
    '- { match: a, effects: { start: { files: { "{ argv.1 }": x } } } }',
    '2:44  programs[0].effects.start.files["{ argv.1 }"]: expected an absolute path in the guest such as /etc/motd, got "{ argv.1 }".',
  ],
  [
    '- { match: a, stdout: { file: etc/motd } }',
    '2:31  programs[0].stdout.file: expected an absolute path in the guest such as /etc/motd, got "etc/motd".',
  ],
  [
    '- { match: a, stdout: { file: /a, size: 1 } }',
    '2:23  programs[0].stdout: expected exactly one of the keys file, base64, size, got file and size.',
  ],
  [
    '- { match: a, stdout: 3 }',
    '2:23  programs[0].stdout: expected text, { file }, { base64 } or { size, fill }, got 3.',
  ],
  [
    '- { match: a, stdout: x, stderr: y, output: [{ stdout: z }] }',
    '2:3  programs[0]: expected no stdout and stderr beside output, got output and stdout and stderr. Put it into the first of output.',
  ],
  [
    '- { match: a, output: [] }',
    '2:23  programs[0].output: expected a list of what it prints when, got an empty list.',
  ],
  [
    '- { match: a, output: [{ at: 1s }] }',
    '2:26  programs[0].output[0].at: expected a known key, got "at". Known here: after, stdout, stderr.',
  ],
  [
    '- { match: a, repeat: { every: 1s } }',
    '2:23  programs[0].repeat: expected something to repeat: stdout or stderr, got neither.',
  ],
  [
    '- { match: a, repeat: { stdout: x }, exitCode: 3, after: 1s }',
    '2:3  programs[0]: expected an end of repeat before what comes after it, got repeat without times, and exitCode and after. Write repeat.times, or leave the others out.',
  ],
  [
    '- { match: a, exitCode: [1] }',
    '2:25  programs[0].exitCode: expected an integer from 0 to 255, on Windows one of 32 bits, got a list.',
  ],
  ['- { match: a, probability: 2 }', '2:28  programs[0].probability: expected a probability from 0 to 1, got 2.'],
  ['- { match: a, times: 0 }', '2:22  programs[0].times: expected an integer from 1, got 0.'],
  [
    '- { match: a, after: soon }',
    '2:22  programs[0].after: expected a duration: text such as "3s" or "1h30m", or nanoseconds, got "soon". Units: ns us ms s m h d.',
  ],
  [
    '- { match: a, while: { frozenFor: 1s } }',
    '2:24  programs[0].while.frozenFor: expected a known key, got "frozenFor". Did you mean "frozen"?',
  ],
  [
    '- { match: a, effects: { before: { note: x } } }',
    '2:26  programs[0].effects.before: expected a known key, got "before". Known here: start, end.',
  ],
  [
    '- { match: a, effects: { start: restart } }',
    '2:33  programs[0].effects.start: expected an action such as { agent: restart }, or a list of them, got "restart".',
  ],
])('the schema refuses %s', (programs, message) => {
  expect(refusedAtOnce(programs)).toBe(`demo.yaml:${message}`)
})

const NAMES =
  'args, command, stdin, hostname, user, pid, count, round, time, argv.1, capture.1, capture.NAME, env.NAME, time +FORMAT, file PATH'

test.each([
  [
    '- { path: /a, regex: "(a" }',
    'programs[0].regex: expected a regular expression of JavaScript, got "(a". Unterminated group.',
  ],
  [
    '- { argv: [a, { regex: "[" }] }',
    'programs[0].argv[1].regex: expected a regular expression of JavaScript, got "[". Unterminated character class.',
  ],
  ['- { argv: ["...", a] }', 'programs[0].argv[0]: expected the program first, got "...". Write "*" for any.'],
  [
    '- { argv: ["C:\\\\a.exe"] }',
    'programs[0].argv[0]: expected a program of the guest such as /usr/bin/id or id, got "C:\\\\a.exe".',
  ],
  [
    '- { match: a, stdout: "{{ hostnam }}" }',
    `programs[0].stdout: expected in {{ }} one of ${NAMES}, got "hostnam". Did you mean "hostname"?`,
  ],
  [
    '- { match: a, output: [{ stdout: "{{ .State }}" }] }',
    `programs[0].output[0].stdout: expected in {{ }} one of ${NAMES}, got ".State". Write {{ "{{" }} for the signs themselves.`,
  ],
  [
    '- { match: a, stderr: "{{ user" }',
    'programs[0].stderr: expected }} after {{, got "{{ user". Write {{ "{{" }} for the signs themselves.',
  ],
  [
    '- { match: a, stdout: "{{ capture.1 }}" }',
    'programs[0].stdout: expected a group of its regular expressions (there is none), got "capture.1". Groups are what ( ) in its regex catches.',
  ],
  [
    '- { path: /a, regex: "(?<table>.)(.)", stdout: "{{ capture.tabel }}{{ capture.3 }}" }',
    'programs[0].stdout: expected a group of its regular expressions (1, 2, table), got "capture.tabel". Did you mean "table"?\n' +
      'programs[0].stdout: expected a group of its regular expressions (1, 2, table), got "capture.3". Did you mean "1"?',
  ],
  [
    '- { match: a, exitCode: "3" }',
    'programs[0].exitCode: expected a number, or text with {{ … }} that gives one, got "3".',
  ],
  [
    '- { match: a, nth: [1, 3], every: 2 }',
    'programs[0].nth: expected a multiple of 2 among nth, beside every: 2, got 1, 3. It would never answer.',
  ],
  ['- { match: a, exitCode: 256 }', 'programs[0].exitCode: expected an integer from 0 to 255, got 256.'],
  [
    '- { match: a, repeat: { every: 10us, stdout: x } }',
    'programs[0].repeat.every: expected at least 1ms, got 10us. Leave it out for as fast as somebody reads.',
  ],
  [
    '- { match: a, after: { from: 3s, to: 1s } }',
    'programs[0].after: expected the smaller one first, and no less after it, got from 3s, to 1s.',
  ],
  [
    '- { match: a, effects: { start: { files: { "/run/{{ uesr }}": "" } } } }',
    `programs[0].effects.start.files["/run/{{ uesr }}"]: expected in {{ }} one of ${NAMES}, got "uesr". Did you mean "user"?`,
  ],
  [
    '- { match: a, effects: { end: [{ note: x }, { faults: { add: { on: guest-pong, hang: true } } }] } }',
    'programs[0].effects.end[1].faults.add.on: expected the name of a command, or a pattern with *, got "guest-pong". Did you mean "guest-ping"?',
  ],
])('what contradicts is refused: %s', (programs, message) => {
  const lines = message.split('\n').map(line => `scenario object  ${line}`)
  expect(refused(programs)).toBe(lines.join('\n'))
})

test('both are told with their lines', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mockvm-programs-'))
  const file = join(folder, 'demo.yaml')
  try {
    writeFileSync(
      file,
      [
        'extends: minimal',
        'programs:',
        '  - path: /a',
        '    regex: "(a"',
        '  - match: b',
        '    output:',
        '      - { stdout: "{{ usr }}" }',
        '',
      ].join('\n'),
    )
    expect(refusal(() => load(file)).replaceAll(file, 'demo.yaml')).toBe(
      'demo.yaml:4:12  programs[0].regex: expected a regular expression of JavaScript, got "(a". Unterminated group.\n' +
        `demo.yaml:7:19  programs[1].output[0].stdout: expected in {{ }} one of ${NAMES}, got "usr". Did you mean "user"?`,
    )
  } finally {
    rmSync(folder, { recursive: true })
  }
})
