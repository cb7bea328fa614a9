/** A long story for a VM, made from a seed: every command, rightly and wrongly asked, cut anywhere, with time passing. */
import { commands } from '../../src/commands/registry.js'
import { Random, type RandomStream } from '../../src/guest/random.js'

/** In `send`, `@pid` and `@handle` stand for the numbers that the agent gave last. */
export type Step =
  | { readonly send: string; readonly cut?: number }
  | { readonly call: string; readonly arguments: Record<string, unknown> }
  | { readonly advance: string }
  | { readonly do: 'wakeup' | 'reconnect' }

type Arguments = (pick: RandomStream) => object

const base64 = (text: string) => Buffer.from(text).toString('base64')
const oneOf = <T>(pick: RandomStream, values: readonly T[]): T => values[pick.below(values.length)] as T
const request = (name: string, args?: object): string =>
  `${JSON.stringify({ execute: name, ...(args && { arguments: args }) })}\n`

const PATHS = [
  '/etc/os-release',
  '/etc/hosts',
  '/proc/uptime',
  '/dev/urandom',
  '/tmp/a',
  '/tmp/b',
  '/etc',
  '/nowhere/x',
]
const MODES = ['r', 'w', 'a+', 'r+', 'rwx']
const PROGRAMS = [
  { path: 'sleep', arg: ['2'] },
  { path: '/bin/echo', arg: ['hello', 'world'], 'capture-output': true },
  { path: 'cat', 'input-data': base64('through a pipe\n'), 'capture-output': true },
  { path: 'ls', arg: ['-l', '/tmp'], 'capture-output': true },
  { path: 'date', env: ['TZ=EST5EDT'], 'capture-output': true },
  { path: '/no/such/program' },
]

/** Arguments as a host tool would send them. Commands that aren't here take none. */
const ARGUMENTS: Record<string, Arguments> = {
  'guest-exec': pick => oneOf(pick, PROGRAMS),
  'guest-exec-status': () => ({ pid: '@pid' }),
  'guest-file-close': () => ({ handle: '@handle' }),
  'guest-file-flush': () => ({ handle: '@handle' }),
  'guest-file-open': pick => ({ path: oneOf(pick, PATHS), mode: oneOf(pick, MODES) }),
  'guest-file-read': pick => ({ handle: '@handle', count: oneOf(pick, [0, 1, 100, 10_000, -1]) }),
  'guest-file-seek': pick => ({
    ...{ handle: '@handle', offset: pick.below(2000) - 500 },
    whence: oneOf(pick, ['set', 'cur', 'end', 0, 1, 2, 7]),
  }),
  'guest-file-write': pick => ({
    ...{ handle: '@handle', 'buf-b64': base64(pick.text('abc\n', pick.below(9000))) },
    ...(pick.below(4) === 0 && { count: pick.below(20) }),
  }),
  'guest-fsfreeze-freeze-list': pick => oneOf(pick, [{ mountpoints: ['/'] }, { mountpoints: ['/nowhere'] }, {}]),
  'guest-fstrim': pick => oneOf(pick, [{}, { minimum: 4096 }]),
  'guest-set-memory-blocks': pick => ({ 'mem-blks': [{ 'phys-index': pick.below(20), online: pick.below(2) === 1 }] }),
  'guest-set-time': pick => oneOf(pick, [{}, { time: pick.below(2 ** 31) * 1e9 }, { time: -1 }]),
  'guest-set-user-password': pick => ({
    ...{ username: oneOf(pick, ['root', 'nobody', 'no such user']), password: base64(pick.text('xyz', 8)) },
    crypted: false,
  }),
  'guest-set-vcpus': pick => ({ vcpus: [{ 'logical-id': pick.below(3), online: pick.below(2) === 1 }] }),
  'guest-shutdown': () => ({ mode: 'no such mode' }),
  'guest-sync': pick => ({ id: pick.below(2 ** 31) }),
  'guest-sync-delimited': pick => ({ id: pick.below(2 ** 31) }),
}

/** Bytes that are no request, or a wrong one. */
const WRONG: readonly ((pick: RandomStream, name: string) => string)[] = [
  (_pick, name) => request(name, { 'no-such-argument': 1 }),
  (_pick, name) => request(name, { handle: 'x', id: [], pid: null, path: 1, vcpus: {} }),
  (_pick, name) => request(`${name}-too`),
  (_pick, name) => `{"execute": "${name}", "id": 1}\n`,
  (_pick, name) => `{"arguments": {}, "execute": ["${name}"]}\n`,
  () => `{'execute': 'guest-ping'}{"execute":"guest-ping"}\n`,
  pick => `{"a": ${pick.text('0123456789.e-', 5)}}\n`,
  () => '\u00ff\n',
  () => `[1, "\u00c3\u00a4\u00e4", nul]\n`,
]

/** What stops or restarts the agent; it has to be woken again. */
const POWER: readonly Step[] = [
  ...['guest-suspend-ram', 'guest-suspend-disk', 'guest-suspend-hybrid'].flatMap((name): Step[] => [
    { send: request(name) },
    { send: request('guest-ping') },
    { do: 'reconnect' },
    { send: request('guest-sync-delimited', { id: 5 }) },
    { do: 'wakeup' },
  ]),
  { send: request('guest-shutdown', { mode: 'reboot' }) },
  { send: request('guest-get-time') },
  { send: request('guest-shutdown') },
  { advance: '1m' },
  { do: 'wakeup' },
  { do: 'reconnect' },
  { send: request('guest-info') },
]

/** What shows chance: a file that is made of it, and the salt of a password. */
export const CHANCE: readonly Step[] = [
  { send: request('guest-fsfreeze-thaw') },
  ...['/etc/machine-id', '/etc/shadow'].flatMap((path): Step[] => [
    { send: request('guest-set-user-password', { username: 'root', password: base64('secret'), crypted: false }) },
    { send: request('guest-file-open', { path }) },
    { send: '{"execute":"guest-file-read","arguments":{"handle":@handle}}\n' },
    { send: '{"execute":"guest-file-close","arguments":{"handle":@handle}}\n' },
  ]),
]

/** Before the commands that stop the agent come at least `length` others. */
export function makeScript(seed: string, length = 400): Step[] {
  const pick = new Random(seed).stream('script')
  const names = commands.map(({ name }) => name).filter(name => !name.startsWith('guest-suspend'))
  // Each of them once, so that none depends on luck.
  const story = names.flatMap(name => ordinary(pick, name))
  while (story.length < length) story.push(...happening(pick, oneOf(pick, names)))
  return [...story, ...CHANCE, ...POWER]
}

function happening(pick: RandomStream, name: string): Step[] {
  switch (pick.below(12)) {
    case 0:
      return [{ advance: `${1 + pick.below(3000)}ms` }]
    case 1:
      return [{ do: 'reconnect' }]
    case 2:
    case 3:
      return [{ send: oneOf(pick, WRONG)(pick, name) }]
    case 4:
      return [{ call: 'guest-get-time', arguments: {} }]
    case 5:
      return [{ call: 'guest-file-open', arguments: { path: oneOf(pick, PATHS) } }]
    case 6:
      return [{ send: request('guest-file-open', { path: '/tmp/a', mode: 'a+' }) }]
    default:
      return ordinary(pick, name)
  }
}

function ordinary(pick: RandomStream, name: string): Step[] {
  const send = request(name, ARGUMENTS[name]?.(pick)).replace(/"(@\w+)"/g, '$1')
  const step: Step = { send, ...(pick.below(3) === 0 && { cut: 1 + pick.below(send.length - 1) }) }
  // A frozen guest refuses nearly all.
  return name.startsWith('guest-fsfreeze-freeze') ? [step, { send: request('guest-fsfreeze-thaw') }] : [step]
}
