import { expect, test } from 'vitest'
import { GetoptError, getopt } from '../../../src/cli/qga/getopt.js'
import { QGA_OPTIONS } from '../../../src/cli/qga/options.js'

function parse(line: string): string[] {
  return [...getopt(line.split(' ').filter(Boolean), QGA_OPTIONS)].map(({ key, value }) =>
    value === undefined ? key : `${key}=${value}`,
  )
}

test.each([
  ['-m unix-listen -p /s', ['method=unix-listen', 'path=/s']],
  ['-munix-listen -p/s', ['method=unix-listen', 'path=/s']],
  ['--method=unix-listen --path /s', ['method=unix-listen', 'path=/s']],
  ['-dvF/hook', ['daemon', 'verbose', 'fsfreezeHook=/hook']],
  ['-F /no-hook', ['fsfreezeHook']],
  ['--fsfreeze-hook /no-hook', ['fsfreezeHook']],
  ['--fsfreeze-hook=/hook', ['fsfreezeHook=/hook']],
  ['-b a,b -b? --blacklist=c --block-rpcs d', ['block=a,b', 'block=?', 'block=c', 'block=d']],
  ['extra -D words - -v -- -V', ['dumpConf', 'verbose']],
  ['-p -v', ['path=-v']],
  ['--meth x --bl y --dump', ['method=x', 'block=y', 'dumpConf']],
  ['', []],
])('%s', (line, options) => {
  expect(parse(line)).toEqual(options)
})

// All seen with qemu-ga 7.2.22.
test.each([
  ['--foo', "unrecognized option '--foo'"],
  ['--foo=1', "unrecognized option '--foo=1'"],
  ['-z', "invalid option -- 'z'"],
  ['-Dvz', "invalid option -- 'z'"],
  ['-p', "option requires an argument -- 'p'"],
  ['--path', "option '--path' requires an argument"],
  ['--v', "option '--v' is ambiguous; possibilities: '--version' '--verbose'"],
  ['--p', "option '--p' is ambiguous; possibilities: '--pidfile' '--path'"],
  ['--verbose=3', "option '--verbose' doesn't allow an argument"],
])('%s: %s', (line, message) => {
  expect(() => parse(line)).toThrow(new GetoptError(message))
})

test('what stands before a bad option is given out first', () => {
  const options = getopt(['-V', '--foo'], QGA_OPTIONS)
  expect(options.next().value).toEqual({ key: 'version' })
  expect(() => options.next()).toThrow(GetoptError)
})
