import { expect, test } from 'vitest'
import { fails, OK, returns, talk } from './talk.js'

const NEW = '/tmp/new'

test('handles begin at 1000 and are never given twice', async () => {
  const host = await talk()
  expect(await host.ask('guest-file-open', { path: '/etc/motd' })).toBe(returns('1000'))
  expect(await host.ask('guest-file-open', { path: '/none' })).toBe(
    fails("failed to open file '/none' (mode: 'r'): No such file or directory"),
  )
  expect(await host.ask('guest-file-close', { handle: 1000 })).toBe(OK)
  expect(await host.ask('guest-file-open', { path: '/etc/motd' })).toBe(returns('1001'))
})

test.each(['r', 'rb', 'r+', 'rb+', 'r+b'])('with mode %s a file must be there', async mode => {
  const host = await talk()
  expect(await host.ask('guest-file-open', { path: NEW, mode })).toBe(
    fails(`failed to open file '${NEW}' (mode: '${mode}'): No such file or directory`),
  )
  expect(await host.ask('guest-file-open', { path: '/etc/motd', mode })).toBe(returns('1000'))
})

test.each(['w', 'wb', 'a', 'ab', 'w+', 'wb+', 'w+b', 'a+', 'ab+', 'a+b'])(
  'with mode %s a file is created, for all to read and write',
  async mode => {
    const host = await talk()
    expect(await host.ask('guest-file-open', { path: NEW, mode })).toBe(returns('1000'))
    expect(host.vm.guest.files.stat(NEW).mode & 0o7777).toBe(0o666)
  },
)

test.each([
  ['w', ''],
  ['a', 'This guest'],
])('with mode %s a file that is there begins with %j, and keeps its permissions', async (mode, content) => {
  const host = await talk()
  host.vm.guest.files.chmod('/etc/motd', 0o640)
  await host.ask('guest-file-open', { path: '/etc/motd', mode })
  expect(host.vm.guest.files.readFile('/etc/motd', 'utf8').slice(0, 10)).toBe(content)
  expect(host.vm.guest.files.stat('/etc/motd').mode & 0o7777).toBe(0o640)
})

test.each(['', 'rw', 'rt', 'x', 'R', 'r ', '+r', 'w++'])('the mode %j is none, whatever the path', async mode => {
  const host = await talk()
  expect(await host.ask('guest-file-open', { path: '/none', mode })).toBe(fails(`invalid file open mode '${mode}'`))
})

test.each([
  ['', 'r', 'No such file or directory'],
  ['/none/x', 'w', 'No such file or directory'],
  ['/etc/motd/x', 'r', 'Not a directory'],
  ['/etc/motd/', 'r', 'Not a directory'],
  ['/etc', 'w', 'Is a directory'],
  ['/etc', 'r+', 'Is a directory'],
  [`/${'x'.repeat(256)}`, 'r', 'File name too long'],
  ['/run/backup.pipe', 'w', 'No such device or address'],
  ['/tmp/dangling', 'w', 'No such file or directory'],
])('%s with mode %s fails: %s', async (path, mode, text) => {
  const host = await talk({ scenario: { extends: 'default', files: { '/tmp/dangling': { symlink: 'none' } } } })
  expect(await host.ask('guest-file-open', { path, mode })).toBe(
    fails(`failed to open file '${path}' (mode: '${mode}'): ${text}`),
  )
})

test('a directory can be opened to read, and a relative path begins at the root', async () => {
  const host = await talk()
  expect(await host.ask('guest-file-open', { path: '/etc' })).toBe(returns('1000'))
  expect(await host.ask('guest-file-open', { path: 'etc/motd' })).toBe(returns('1001'))
})

test('an agent that is not root may not open everything', async () => {
  const host = await talk({ agent: { user: 'alice' } })
  expect(await host.ask('guest-file-open', { path: '/etc/shadow' })).toBe(
    fails("failed to open file '/etc/shadow' (mode: 'r'): Permission denied"),
  )
})

test('the next handle is kept in a file, and when that can not be written the number is lost', async () => {
  const files = { '/run/state': { directory: true as const } }
  const host = await talk({ scenario: { extends: 'default', files }, agent: { stateDir: '/run/state' } })
  const state = '/run/state/qga.state'
  await host.ask('guest-file-open', { path: '/etc/motd' })
  expect(host.vm.guest.files.readFile(state, 'utf8')).toBe('[global]\nfd_counter=1001\n')
  host.vm.guest.files.rm('/run/state', { recursive: true })
  expect(await host.ask('guest-file-open', { path: NEW, mode: 'w' })).toBe(
    fails('failed to commit persistent state to disk'),
  )
  expect(host.vm.guest.files.exists(NEW)).toBe(true)
  host.vm.guest.files.mkdir('/run/state')
  expect(await host.ask('guest-file-open', { path: NEW })).toBe(returns('1002'))
})

test.each([
  ['{}', "Parameter 'path' is missing"],
  ['{"path":1}', "Invalid parameter type for 'path', expected: string"],
  ['{"path":"/","mode":null}', "Invalid parameter type for 'mode', expected: string"],
  ['{"path":"/","flags":1}', "Parameter 'flags' is unexpected"],
])('it refuses %s', async (args, desc) => {
  const host = await talk()
  expect(await host.ask('guest-file-open', args)).toBe(fails(desc))
})
