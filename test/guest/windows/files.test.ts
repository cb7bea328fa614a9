/** The files of a Windows guest, as `vm.guest.files` has them. */
import { expect, test } from 'vitest'
import { createVm } from '../../../src/index.js'
import { returns, talk } from '../../commands/talk.js'
import { WINDOWS } from '../../commands/windows/windows-host.js'

const vmOf = (files: Record<string, string> = {}) =>
  createVm({ scenario: { ...WINDOWS, files }, agent: { version: '109.1.0' } })

test('files of the scenario are there under every spelling of their paths', async () => {
  await using vm = await vmOf({ 'C:\\Users\\Public\\one.txt': '1', 'c:/users/PUBLIC/Two.txt': '2' })
  const { files } = vm.guest
  expect(files.readFile('c:/users/public/ONE.TXT', 'utf8')).toBe('1')
  expect(files.readdir('C:\\Users\\Public')).toEqual(['Two.txt', 'one.txt'])
  expect(files.readdir('C:\\Users')).toEqual(['Administrator', 'Public'])
  expect(files.realpath('c:\\WINDOWS\\system32\\CMD.exe')).toBe('C:\\Windows\\System32\\cmd.exe')
})

test('folders are made, renamed and removed with all that is in them', async () => {
  await using vm = await vmOf()
  const { files } = vm.guest
  files.mkdir('C:\\x\\Y\\z', { recursive: true })
  files.writeFile('C:\\X\\y\\Z\\File.txt', 'text')
  expect(files.stat('c:\\x\\y\\z\\file.TXT')).toMatchObject({ kind: 'file', size: 4n })
  files.rename('C:\\x\\y', 'C:\\x\\w')
  expect(files.readFile('C:\\X\\W\\Z\\file.txt', 'utf8')).toBe('text')
  files.rm('C:\\x', { recursive: true })
  expect(files.exists('C:\\x')).toBe(false)
  expect(() => files.readFile('C:\\x')).toThrow('ENOENT: No such file or directory')
})

test('a volume without a letter is reached by its name, and one in a folder by that', async () => {
  await using vm = await vmOf({ '\\\\?\\Volume{ab0b9835-0000-4000-8000-000000000002}\\Recovery\\x': 'r' })
  const { files } = vm.guest
  expect(files.readFile('\\\\?\\volume{AB0B9835-0000-4000-8000-000000000002}\\recovery\\X', 'utf8')).toBe('r')
  files.writeFile('C:\\mnt\\data\\d.txt', 'd')
  expect(files.readFile('\\\\?\\Volume{b0b00000-0000-4000-8000-000000000003}\\d.txt', 'utf8')).toBe('d')
  expect(files.statfs('C:\\mnt\\data')).toMatchObject({ type: 'ntfs', size: 1n << 30n })
  expect(() => files.writeFile('D:\\x', '')).toThrow('EROFS')
})

test('there is nothing of a Unix in it', async () => {
  await using vm = await vmOf()
  for (const path of ['/etc/passwd', '/proc/version', '/dev/null', '/bin/sh'])
    expect(vm.guest.files.exists(path)).toBe(false)
  expect(vm.guest.files.readdir('/')).toEqual(vm.guest.files.readdir('C:\\'))
  expect(vm.guest.users.accounts()).toEqual([])
  expect(() => vm.guest.users.login({ user: 'x', line: 'tty1', time: 0n })).toThrow('use guest.windows.accounts')
})

test('GUIDs of volumes come from the seed, and are the same again', async () => {
  const fsinfo = async (seed: number) => {
    const host = await talk({ scenario: 'windows-server-2022', seed })
    return host.ask('guest-get-fsinfo')
  }
  expect(await fsinfo(1)).toBe(await fsinfo(1))
  expect(await fsinfo(1)).not.toBe(await fsinfo(2))
  const names = [...(await fsinfo(1)).matchAll(/"name": "(.*?)"/g)].map(([, name]) => name)
  expect(new Set(names).size).toBe(4)
  for (const name of names)
    expect(name).toMatch(/^\\\\\\\\\?\\\\Volume\{[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}\\\\$/)
})

test('a guest that comes back from a snapshot is as it was, and goes on alike', async () => {
  const host = await talk({ scenario: 'windows-server-2022' })
  const { vm } = host
  vm.guest.files.writeFile('C:\\kept.txt', 'before')
  await host.ask('guest-set-user-password', { username: 'Guest', password: 'QWJjMTIzISE=', crypted: false })
  vm.guest.windows?.accounts.logOn({ user: 'Guest', session: 'console', time: 1n })
  const before = vm.snapshot()
  const script = async () => {
    const opened = await host.ask('guest-file-open', { path: 'C:\\KEPT.txt', mode: 'a' })
    const started = await host.ask('guest-exec', { path: 'hostname', 'capture-output': true })
    return [opened, started, await host.ask('guest-get-users'), await host.ask('guest-get-fsinfo')]
  }
  const first = await script()
  vm.guest.files.writeFile('C:\\kept.txt', 'after')
  vm.guest.windows?.accounts.boot()
  vm.restore(before)
  expect(vm.snapshot()).toEqual(before)
  expect(vm.guest.files.readFile('C:\\kept.txt', 'utf8')).toBe('before')
  expect(vm.guest.windows?.accounts.passwordOf('guest')).toBe('Abc123!!')
  expect(await script()).toEqual(first)
})

test('the agent is reached again when its port was closed for a while', async () => {
  const host = await talk({ scenario: 'windows-server-2022' })
  host.vm.do([{ port: 'closed' }, { wait: '1m' }, { port: 'open' }])
  host.vm.advance('2m')
  await host.reconnect()
  expect(await host.ask('guest-ping')).toBe(returns('{}'))
})

test('a folder where a volume is mounted is one, in whatever letters', async () => {
  const volumes = [
    { letter: 'C', size: '1GiB' },
    { folder: 'c:/users/a/../PUBLIC/data.', size: '1GiB' },
    { folder: 'C:\\Mnt\\one', size: '1GiB' },
    { folder: 'C:\\MNT\\two', size: '1GiB' },
  ]
  const files = { 'C:\\mnt\\ONE\\x.txt': '1', 'C:\\mnt\\Two\\y.txt': '2', 'C:\\Users\\public\\DATA\\z.txt': '3' }
  await using vm = await createVm({ scenario: { ...WINDOWS, volumes, files }, agent: { version: '109.1.0' } })
  expect(vm.guest.windows?.volumes.map(({ path }) => path)).toEqual([
    ...['C:\\', 'C:\\Users\\Public\\data\\', 'C:\\Mnt\\one\\', 'C:\\Mnt\\two\\'],
  ])
  expect(vm.guest.files.readdir('C:\\').filter(name => /^(?:mnt|users)$/i.test(name))).toEqual(['Mnt', 'Users'])
  expect(vm.guest.files.readdir('C:\\mnt')).toEqual(['one', 'two'])
  expect(vm.guest.files.readFile('c:\\users\\public\\data\\z.txt', 'utf8')).toBe('3')
})
