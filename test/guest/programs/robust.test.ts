import fc from 'fast-check'
import { expect, test } from 'vitest'
import { builtins } from '../../../src/guest/programs/registry.js'
import { programGuest, run } from './guest.js'
import { buildTree, recording } from './recorded.js'

/** Words that programs take for options, numbers, modes, formats, dates and names of files, and nonsense. */
const WORDS = [
  ...['-a', '-c', '-d', '-f', '-l', '-m', '-n', '-p', '-r', '-s', '-t', '-v', '-x', '-u', '-R', '-L', '-T', '--', '-'],
  ...['-1', '0', '1', '+3', '-9', '010', '1k', '99999999999999999999999', '1.5', '1e400', 'inf', '0x', '@1', '@-1'],
  ...['@999999999999999999', '2020-02-29', '12:00', '9999999 years', '99999999999 days ago', '+%F %N %s', '755'],
  ...[
    'u+x',
    'a=',
    '%s',
    '%d %5.3f %c',
    '%b',
    '\\x',
    '%a %N %y %m %d',
    '%999999999999d %9999999999s',
    '+%999999999999d %99999999999N',
    '',
    '.',
    '..',
    '/',
    '//',
    'dir',
  ],
  ...['dir/', 'dir/sub', 'hello.txt', 'hello.txt/', 'link', 'dangling', 'loop', 'loop/', 'dirlink/', 'pipe', 'nope/x'],
  ...['void', 'closed', '/dev/null', '/dev/tty', '/proc', '/proc/1', '/proc/version', '/sys', '/etc/passwd', 'a\0b'],
  ...['\uDCFF', 'é', 'x'.repeat(300), 'root', 'root:', ':bin', 'nobody:nogroup', '(', ')', '!', '=', '-o', '-eq', ']'],
]

/** /dev/zero and the like are left out: they are read up to a limit, and that takes a while. */
const word = fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...WORDS) }, fc.string({ maxLength: 6 }))

test('whatever it is called with, a program ends by itself and not by an exception', () => {
  const commands = fc.array(fc.tuple(fc.constantFrom(...builtins.keys()), fc.array(word, { maxLength: 5 })), {
    minLength: 1,
    maxLength: 12,
  })
  const surroundings = fc.record({
    user: fc.constantFrom('root', 'nobody', 'ghost'),
    cwd: fc.constantFrom(recording.root, '/', '/nope'),
    stdin: fc.constantFrom('', 'root:x\nghost\n', '\xff\0\n'),
    env: fc.constantFrom({}, { TZ: 'Europe/Prague', PWD: '/tmp' }, { TZ: ':nonsense', PWD: 'x' }),
  })
  fc.assert(
    fc.property(commands, surroundings, (commands, surroundings) => {
      const guest = programGuest()
      buildTree(guest)
      for (const [name, args] of commands) {
        const { exitCode, duration } = run(guest, [name, ...args], surroundings)
        expect(exitCode).toBeGreaterThanOrEqual(0)
        expect(duration).toBeGreaterThanOrEqual(0n)
      }
    }),
    { numRuns: Number(process.env.MOCKVM_RUNS ?? 150), seed: 7 },
  )
})
