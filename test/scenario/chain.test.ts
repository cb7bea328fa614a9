import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { listScenarios } from '../../src/scenario/load.js'
import { load, refusal } from './vocabulary.js'

const names = listScenarios()
  .map(({ name }) => name)
  .join(', ')

const folder = mkdtempSync(join(tmpdir(), 'mockvm-scenario-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Writes a file of the folder and tells its path. */
function write(name: string, text: string): string {
  const path = join(folder, name)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, text)
  return path
}

test('a file builds on one beside it, and that on a built-in', () => {
  write('site/base.yaml', 'extends: debian-12\nhostname: base\nseed: 1\nvcpus: 3\n')
  const { name, guest, document } = load(write('demo.yaml', 'extends: site/base.yaml\nhostname: demo\n'))
  expect([name, guest.hostname, guest.seed, guest.vcpus.length]).toEqual(['demo', 'demo', '1', 3])
  expect(guest.osRelease).toBe(load('debian-12').guest.osRelease)
  expect(document).not.toHaveProperty('extends')
})

test('a path in a parent begins at the parent', () => {
  write('a/b/root.json', '{"hostname": "deep"}')
  write('a/middle.yml', 'extends: ./b/root.json\n')
  expect(load(write('top.yaml', 'extends: a/middle.yml\n')).guest.hostname).toBe('deep')
})

test('a layer of the built-ins is found by its name, but not listed', () => {
  const { guest, document } = load({ extends: 'debian-family' })
  expect(guest.users.find(({ name }) => name === 'www-data')?.uid).toBe(33)
  expect(document).not.toHaveProperty('description')
  expect(names.split(', ')).not.toContain('debian-family')
})

test('a description is not inherited', () => {
  expect(load({ extends: 'debian-12' }).document).not.toHaveProperty('description')
})

test('maps are merged, lists and single values replaced, null removes', () => {
  write(
    'parent.yaml',
    `os: { release: { ID: a, NAME: A, VERSION_ID: '1' } }
users: { alice: { uid: 1000, shell: /bin/bash }, bob: { uid: 1001 } }
agent: { blockRpcs: [guest-exec, guest-ping], allowRpcs: [guest-ping], env: { A: a, B: b } }
files: { /a: { content: a, mode: '0600' }, /b: b, /c: { symlink: a } }
`,
  )
  const { document, guest, agent } = load(
    write(
      'child.yaml',
      `extends: parent.yaml
os: { release: { NAME: null, VERSION: one, ID: b } }
users: { alice: { shell: /bin/sh }, bob: null }
agent: { blockRpcs: [guest-exec], allowRpcs: null, env: { A: null, C: c } }
files: { /a: { content: aa }, /b: null, /c: text }
`,
    ),
  )
  expect(document).toEqual({
    os: { release: { ID: 'b', VERSION_ID: '1', VERSION: 'one' } },
    users: { alice: { uid: 1000, shell: '/bin/sh' } },
    agent: { blockRpcs: ['guest-exec'], env: { B: 'b', C: 'c' } },
    files: { '/a': { content: 'aa' }, '/c': 'text' },
  })
  expect(guest.osRelease).toBe('ID=b\nVERSION_ID="1"\nVERSION=one\n')
  expect(agent).not.toHaveProperty('allowRpcs')
})

test('what takes nothing away leaves nothing', () => {
  const { document } = load({ files: { '/a': null }, agent: { fsfreezeHook: null }, os: { release: null } })
  expect(document).toEqual({ files: {}, agent: {}, os: {} })
})

test('a mistake is told of the file it stands in', () => {
  const parent = write('wrong.yaml', 'hostname: ok\nvcpus: none\n')
  expect(refusal(() => load(write('right.yaml', 'extends: wrong.yaml\n')))).toBe(
    `${parent}:2:8  vcpus: expected a count from 1 to 4096, or a list, got "none".`,
  )
})

test('a contradiction is told of the file that says the part in question', () => {
  const parent = write('mounts.yaml', 'mounts:\n  - { source: vdx, path: /, type: ext4 }\n')
  const child = write('disks.yaml', 'extends: mounts.yaml\nprocesses:\n  - { pid: 1, user: joe, command: init }\n')
  expect(refusal(() => load(child))).toBe(
    [
      `${parent}:2:15  mounts[0].source: expected a disk or partition of disks: vda, got "vdx". Did you mean "vda"?`,
      `${child}:3:21  processes[0].user: expected a name of users: root, got "joe".`,
    ].join('\n'),
  )
})

test('a circle is told where it closes', () => {
  const one = write('one.yaml', 'extends: two.yaml\n')
  const two = write('two.yaml', 'extends: one.yaml\n')
  expect(refusal(() => load(one))).toBe(
    `${two}:1:10  extends: expected a scenario that does not build on this one, got the circle ${one} → ${two} → ${one}.`,
  )
})

test('a parent that is not there is told where it is asked for', () => {
  const path = write('orphan.yaml', 'hostname: a\nextends: gone.yaml\n')
  expect(refusal(() => load(path))).toBe(
    `${path}:2:10  extends: expected a file that can be read, got ENOENT for ${join(folder, 'gone.yaml')}.`,
  )
  expect(refusal(() => load({ extends: 'debian' }))).toBe(
    'scenario object  extends: expected the name of a built-in scenario, which mockvm list shows, or a path, got "debian". The path of a file ends in .yaml, .yml or .json, or has a slash.',
  )
})

test('anchors and aliases are those of YAML, with their places', () => {
  const path = write(
    'alias.yaml',
    'disks: [{ name: vda, size: &s 5GiB }]\nmemory: { size: *s, blockSize: &t 1x }\nclock: { step: *t }\n',
  )
  expect(
    refusal(() => load(path))
      .split('\n')
      .map(line => line.split('  ')[0]),
  ).toEqual([`${path}:3:16`, `${path}:2:35`])
})
