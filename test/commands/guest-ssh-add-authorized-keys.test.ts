import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ScenarioInput } from '../../src/index.js'
import { authorizedKeys, KeysTalk } from './authorized-keys.js'
import { fails, OK, returns, talk } from './talk.js'

const DIRECTORY = '/home/alice/.ssh'

test('the folder and the file are made for the user, closed to others', async () => {
  const host = await authorizedKeys()
  expect(await host.add(['ssh-rsa AAA one', 'ssh-rsa BBB two'])).toBe(OK)
  expect(host.text).toBe('ssh-rsa AAA one\nssh-rsa BBB two')
  const { files } = host.vm.guest
  expect(files.stat(DIRECTORY)).toMatchObject({ kind: 'directory', mode: 0o700, uid: 1000, gid: 1000 })
  expect(files.stat(KeysTalk.path)).toMatchObject({ kind: 'file', mode: 0o600, uid: 1000, gid: 1000 })
  expect(files.readdir(DIRECTORY)).toEqual(['authorized_keys'])
})

test('what stands there already is not added again, and a line feed at the end leaves an empty line', async () => {
  const host = await authorizedKeys('# mine\nssh-rsa AAA one\n')
  expect(await host.add(['ssh-rsa AAA one', 'ssh-ed25519 CCC three', 'ssh-ed25519 CCC three'])).toBe(OK)
  expect(host.text).toBe('# mine\nssh-rsa AAA one\n\nssh-ed25519 CCC three')
})

test('lines are compared as they stand', async () => {
  const host = await authorizedKeys(' one')
  expect(await host.add(['one'])).toBe(OK)
  expect(host.text).toBe(' one\none')
})

test('with reset all others are gone, and the rest of the file too', async () => {
  const host = await authorizedKeys('# mine\none')
  expect(await host.add(['two', 'two'], true)).toBe(OK)
  expect(host.text).toBe('two')
  expect(await host.add([], true)).toBe(OK)
  expect(host.text).toBe('')
  expect(await host.add([''])).toBe(OK)
  expect(host.text).toBe('')
  expect(await host.get()).toBe(returns('{"keys": []}'))
})

test('the file that is written takes the place of a link', async () => {
  const host = await authorizedKeys()
  const { files } = host.vm.guest
  files.mkdir(DIRECTORY)
  files.writeFile('/home/alice/keys', 'one')
  files.symlink('../keys', KeysTalk.path)
  expect(await host.add(['two'])).toBe(OK)
  expect(host.text).toBe('one\ntwo')
  expect(files.lstat(KeysTalk.path).kind).toBe('file')
  expect(files.readFile('/home/alice/keys', 'utf8')).toBe('one')
})

test.each(['#no', 'a\nb'])('%j is no key, whoever it is for', async key => {
  const host = await authorizedKeys()
  const shown = JSON.stringify(key).slice(1, -1)
  const refused = fails(`invalid OpenSSH public key: '${shown}'`)
  expect(await host.add(['good', key])).toBe(refused)
  const request = { username: 'nosuchuser', keys: [key] }
  expect(await host.ask('guest-ssh-add-authorized-keys', request)).toBe(refused)
  expect(host.vm.guest.files.exists(DIRECTORY)).toBe(false)
})

test('an unknown user has no keys', async () => {
  const host = await authorizedKeys()
  expect(await host.ask('guest-ssh-add-authorized-keys', { username: 'bob', keys: ['k'] })).toBe(
    fails("failed to lookup user 'bob': Success"),
  )
})

test('what stands in the way is told', async () => {
  const host = await authorizedKeys()
  const { files } = host.vm.guest
  files.writeFile(DIRECTORY, '')
  expect(await host.add(['k'])).toBe(fails(`failed to create directory '${DIRECTORY}': File exists`))
  files.rm('/home/alice', { recursive: true })
  expect(await host.add(['k'])).toBe(fails(`failed to create directory '${DIRECTORY}': No such file or directory`))
  files.mkdir(KeysTalk.path, { recursive: true })
  const renamed =
    /^\{"error": \{"class": "GenericError", "desc": "failed to write to '\/home\/alice\/\.ssh\/authorized_keys': Failed to rename file \\u201C\/home\/alice\/\.ssh\/authorized_keys\.[A-Z0-9]{6}\\u201D to \\u201C\/home\/alice\/\.ssh\/authorized_keys\\u201D: g_rename\(\) failed: Is a directory"\}\}$/
  expect(await host.add(['k'])).toMatch(renamed)
  expect(files.readdir(DIRECTORY)).toEqual(['authorized_keys'])
})

test('nothing is written to a read-only file system', async () => {
  const mounts = [
    { source: 'vda', path: '/', type: 'ext4' },
    { source: 'tmpfs', path: '/home', type: 'tmpfs', options: 'ro' },
  ]
  const users = { alice: {} }
  const host = await talk({
    scenario: { extends: 'minimal', agent: { version: '7.2.22' }, mounts, users, files: { [KeysTalk.path]: 'one' } },
  })
  const reply = await host.ask('guest-ssh-add-authorized-keys', { username: 'alice', keys: ['two'] })
  expect(reply).toMatch(
    /^\{"error": \{"class": "GenericError", "desc": "failed to write to '\/home\/alice\/\.ssh\/authorized_keys': Failed to create file \\u201C\/home\/alice\/\.ssh\/authorized_keys\.[A-Z0-9]{6}\\u201D: Read-only file system"\}\}$/,
  )
})

test('where there is no room the old file stays', async () => {
  const mounts = [
    { source: 'vda', path: '/', type: 'ext4' },
    { source: 'vda', path: '/home', type: 'xfs', size: '8KiB', used: '4KiB' },
  ]
  const host = await talk({
    scenario: {
      ...{ extends: 'minimal', agent: { version: '7.2.22' }, mounts },
      ...{ users: { alice: {} }, files: { [KeysTalk.path]: 'one' } },
    },
  })
  expect(await host.ask('guest-ssh-add-authorized-keys', { username: 'alice', keys: ['two'] })).toMatch(
    /: Failed to write file \\u201C\/home\/alice\/\.ssh\/authorized_keys\.[A-Z0-9]{6}\\u201D: write\(\) failed: No space left on device"\}\}$/,
  )
  const { files } = host.vm.guest
  expect(files.readFile(KeysTalk.path, 'utf8')).toBe('one')
  expect(files.readdir('/home/alice/.ssh')).toEqual(['authorized_keys'])
})

test('an agent that is not root can not give the file away', async () => {
  const host = await talk({ scenario: { extends: 'default', agent: { version: '7.2.22', user: 'backup' } } })
  const { files } = host.vm.guest
  files.chmod('/home/alice', 0o777)
  expect(await host.ask('guest-ssh-add-authorized-keys', { username: 'alice', keys: ['k'] })).toBe(
    fails(`failed to set ownership of directory '${DIRECTORY}': Operation not permitted`),
  )
})

test('what was added is found again, in reverse order', async () => {
  const key = fc.stringMatching(/^[A-Za-z0-9+/=@.-]([A-Za-z0-9+/=@ .-]{0,20}[A-Za-z0-9+/=@.-])?$/)
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(key, { minLength: 1, maxLength: 6 }), async keys => {
      const host = await authorizedKeys()
      expect(await host.add(keys)).toBe(OK)
      expect(await host.get()).toBe(
        returns(
          `{"keys": [${keys
            .toReversed()
            .map(it => JSON.stringify(it))
            .join(', ')}]}`,
        ),
      )
      expect(await host.remove(keys)).toBe(OK)
      expect(host.text).toBe('')
    }),
    { numRuns: 20 },
  )
})

test('what did not fit leaves nothing behind, however often it is tried', async () => {
  const scenario: ScenarioInput = {
    extends: 'default',
    agent: { version: '7.2.22' },
    mounts: [{ source: 'vda1', path: '/', type: 'ext4', size: '3MiB', used: '800KiB', reserved: 0 }],
  }
  const host = await talk({ scenario })
  const { files } = host.vm.guest
  const add = (key: string) => host.ask('guest-ssh-add-authorized-keys', { username: 'alice', keys: [key] })
  expect(await add('small')).toBe(OK)
  const { free } = files.statfs('/')
  for (let times = 0; times < 3; times++) {
    expect(await add('x'.repeat(Number(free) + 1))).toMatch(/: write\(\) failed: No space left on device"\}\}$/)
    expect(files.statfs('/').free).toBe(free)
    expect(files.readdir(DIRECTORY)).toEqual(['authorized_keys'])
  }
  expect(await add('another')).toBe(OK)
})
