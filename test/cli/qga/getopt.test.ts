import { expect, test } from 'vitest'
import { GetoptError, getopt } from '../../../src/cli/qga/getopt.js'
import { ALL_OPTIONS, optionsOf } from '../../../src/cli/qga/options.js'

function parse(line: string, options = optionsOf('7.2.22')): string[] {
  return [...getopt(line.split(' ').filter(Boolean), options)].map(({ key, value }) =>
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
  // Two names of one option are not ambiguous; ours are in nobody's way.
  ['--b x --s y --black z', ['block=x', 'statedir=y', 'block=z']],
  ['--fsfreeze-hook=', ['fsfreezeHook=']],
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
  [
    '--=x',
    "option '--=x' is ambiguous; possibilities: '--help' '--version' '--dump-conf' '--logfile' '--pidfile' '--fsfreeze-hook' '--verbose' '--method' '--path' '--daemonize' '--block-rpcs' '--blacklist' '--statedir' '--retry-path'",
  ],
  ['--verbose=3', "option '--verbose' doesn't allow an argument"],
])('%s: %s', (line, message) => {
  expect(() => parse(line)).toThrow(new GetoptError(message))
})

test('what stands before a bad option is given out first', () => {
  const options = getopt(['-V', '--foo'], ALL_OPTIONS)
  expect(options.next().value).toEqual({ key: 'version' })
  expect(() => options.next()).toThrow(GetoptError)
})

test('whoever is told of what is wrong may go on', () => {
  const told: string[] = []
  const args = ['-q', '--agent-version', '7.2.22', '--foo', '-p']
  const options = [...getopt(args, ALL_OPTIONS, ({ message }) => told.push(message))]
  expect(options).toEqual([{ key: 'agentVersion', value: '7.2.22' }])
  expect(told).toEqual(["invalid option -- 'q'", "unrecognized option '--foo'", "option requires an argument -- 'p'"])
})

test.each([
  ['2.11.0', '-b x --blacklist y', ['block=x', 'block=y']],
  ['5.2.0', '-b x --blacklist y -r', ['block=x', 'block=y', 'retryPath']],
  ['7.2.22', '--blacklist x --block-rpcs y --retry-path', ['block=x', 'block=y', 'retryPath']],
  ['9.0.2', '--blacklist x --block-rpcs y -a z', ['block=x', 'block=y', 'allow=z']],
  [
    '11.1.3',
    '-b x --block-rpcs y -a z --allow-rpcs z -c f --config g -r',
    [...['block=x', 'block=y', 'allow=z', 'allow=z', 'config=f', 'config=g', 'retryPath']],
  ],
])('version %s takes %s', (version, line, options) => {
  expect(parse(line, optionsOf(version))).toEqual(options)
})

test.each([
  ['2.11.0', '-r', "invalid option -- 'r'"],
  ['2.11.0', '--block-rpcs=x', "unrecognized option '--block-rpcs=x'"],
  ['5.2.0', '--block-rpcs x', "unrecognized option '--block-rpcs'"],
  ['7.2.22', '-a x', "invalid option -- 'a'"],
  ['7.2.22', '-c x', "invalid option -- 'c'"],
  ['7.2.22', '--config=x', "unrecognized option '--config=x'"],
  ['9.1.0', '--blacklist=x', "unrecognized option '--blacklist=x'"],
  ['10.2.0', '-c x', "invalid option -- 'c'"],
  ['11.1.3', '--blacklist=x', "unrecognized option '--blacklist=x'"],
])('version %s does not know %s', (version, line, message) => {
  expect(() => parse(line, optionsOf(version))).toThrow(new GetoptError(message))
})
