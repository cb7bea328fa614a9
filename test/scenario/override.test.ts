import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseOverride } from '../../src/scenario/load.js'
import { parsePath } from '../../src/scenario/override.js'
import { formatPath } from '../../src/scenario/path.js'
import { load, refusal } from './vocabulary.js'

function set(source: string, ...overrides: string[]) {
  return load(source, overrides.map(parseOverride))
}

describe('PATH=VALUE', () => {
  test.each([
    ['vcpus=4', 'vcpus', 4],
    ['hostname=db-1', 'hostname', 'db-1'],
    ['agent.blockRpcs=[guest-exec]', 'agent.blockRpcs', ['guest-exec']],
    ['memory={size: 1GiB}', 'memory', { size: '1GiB' }],
    ['files./etc/motd=hello', 'files./etc/motd', 'hello'],
    ['files["/a=b"].mode="0600"', 'files["/a=b"].mode', '0600'],
    ['files["/a"]="x=y"', 'files["/a"]', 'x=y'],
    ['files.C:\\x.txt=hi', 'files.C:\\x.txt', 'hi'],
    ['seed=12345678901234567890', 'seed', '12345678901234567890'],
    ['agent.allowRpcs=null', 'agent.allowRpcs', null],
    ['hostname=', 'hostname', null],
  ])('%s', (argument, path, value) => {
    expect(parseOverride(argument)).toEqual({ path, value })
  })

  test.each([
    ['vcpus', '--set  expected PATH=VALUE, got "vcpus". For example vcpus=4.'],
    ['=4', '--set  expected PATH=VALUE, got "=4". For example vcpus=4.'],
    ['vcpus=[1', '--set vcpus:1:3  expected YAML 1.2 or JSON, got Flow sequence must end with a ].'],
  ])('%s is refused', (argument, message) => {
    expect(refusal(() => parseOverride(argument))).toBe(message)
  })
})

describe('a path', () => {
  test.each([
    ['vcpus', ['vcpus']],
    ['agent.blockRpcs', ['agent', 'blockRpcs']],
    ['mounts[1].trim', ['mounts', 1, 'trim']],
    ['mounts.1.trim', ['mounts', '1', 'trim']],
    ['files./etc/os.d/a.conf', ['files', '/etc/os.d/a.conf']],
    ['files["/etc/motd"].mode', ['files', '/etc/motd', 'mode']],
    ['files["a\\"b"]', ['files', 'a"b']],
    ['files.C:\\temp\\a.b.txt', ['files', 'C:\\temp\\a.b.txt']],
    ['files.c:/temp/new.txt', ['files', 'c:/temp/new.txt']],
    ['files["C:\\\\temp\\\\new.txt"].readOnly', ['files', 'C:\\temp\\new.txt', 'readOnly']],
  ])('%s', (path, parts) => {
    expect(parsePath(path)).toEqual(parts)
  })

  test.each(['', '.a', 'a..b', 'a.', 'a[', 'a[x]', 'a["\\q"]', 'a]'])('%s is none', path => {
    expect(refusal(() => parsePath(path))).toBe(
      `--set  expected a path such as vcpus, mounts[1].trim or files["/etc/motd"].mode, got ${JSON.stringify(path)}.`,
    )
  })

  test.each(['files["C:\\temp"]', 'files["C:\\x.txt"]', 'files["C:\\\\temp\\new.txt"]'])(
    '%s has a backslash that is none',
    path => {
      expect(refusal(() => parsePath(path))).toBe(
        `--set  expected a path such as vcpus, mounts[1].trim or files["/etc/motd"].mode, got ${JSON.stringify(path)}. ` +
          'Between quotes a backslash is written twice: files["C:\\\\x.txt"], or files.C:\\x.txt without them.',
      )
    },
  )

  test('comes back from how errors write it', () => {
    const part = fc.oneof(fc.string(), fc.nat())
    fc.assert(
      fc.property(fc.string(), fc.array(part), (first, rest) => {
        const parts = [first, ...rest]
        expect(parsePath(formatPath(parts))).toEqual(parts)
      }),
    )
  })
})

test('an override is laid over the scenario as a child would be', () => {
  const { document, guest, agent } = set(
    'debian-12',
    'vcpus=4',
    'agent.blockRpcs=[guest-exec]',
    'files./etc/motd=hello',
    'files["/etc/motd"]={content: hi, mode: "0600"}',
    'users={alice: {uid: 1200}}',
    'users.irc=null',
    'groups.netdev.members=[]',
    'mounts[5].freezeError=EIO',
    'builtins[0]=/usr/bin/awk',
  )
  expect(guest.vcpus).toHaveLength(4)
  expect(agent.blockRpcs).toEqual(['guest-exec'])
  expect(document.files?.['/etc/motd']).toEqual({ content: 'hi', mode: '0600' })
  expect(guest.users.map(({ name }) => name)).toContain('alice')
  expect(guest.users.map(({ name }) => name)).not.toContain('irc')
  expect(guest.groups.find(({ name }) => name === 'netdev')?.members).toEqual([])
  expect(guest.mounts[5]).toMatchObject({ path: '/', freezeError: 'EIO' })
  expect(guest.builtins[0]).toBe('/usr/bin/awk')
})

test('one past the end of a list appends', () => {
  expect(set('minimal', 'builtins[0]=/bin/ls', 'builtins[1]=/bin/cat').guest.builtins).toEqual(['/bin/ls', '/bin/cat'])
})

test('an override leaves the scenario that others load alone', () => {
  const before = JSON.stringify(load('debian-12').document)
  set('debian-12', 'vcpus=9', 'mounts[5].used=0')
  expect(JSON.stringify(load('debian-12').document)).toBe(before)
})

test.each([
  ['vcpus=none', '--set  vcpus: expected a count from 1 to 4096, or a list, got "none".'],
  ['hostname=', '--set  hostname: expected a host name of at most 64 characters, got null.'],
  ['vcpus.online=true', '--set  vcpus.online: expected a map or a list at vcpus, got 2. Set vcpus as a whole.'],
  ['mounts[99].used=0', '--set  mounts[99].used: expected an index from 0 to 19, got 99.'],
  ['mounts.root=0', '--set  mounts.root: expected an index from 0 to 19, got "root".'],
  ['agent[0]=a', '--set  agent[0]: expected a list at agent, got a map.'],
  [
    'extends=minimal',
    '--set  extends: expected a key other than extends, got extends. Load that scenario, and set what differs.',
  ],
  ['vcpu=2', '--set  vcpu: expected a known key, got "vcpu". Did you mean "vcpus"?'],
  ['agent.user=bob', '--set  agent.user: expected a name of users, got "bob".'],
])('%s is refused', (override, message) => {
  expect(refusal(() => set('debian-12', override))).toBe(message)
})
