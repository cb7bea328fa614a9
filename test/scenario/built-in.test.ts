import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { scenarioJsonSchema } from '../../src/scenario/json-schema.js'
import { listScenarios, loadScenario } from '../../src/scenario/load.js'
import { load, refusal, vocabulary } from './vocabulary.js'

const names = listScenarios().map(({ name }) => name)

test('scenarios come with the package in alphabetical order, each with a line about it', () => {
  expect(names).toEqual(names.toSorted())
  expect(names).toEqual(expect.arrayContaining(['alpine-3.20', 'debian-12', 'default', 'minimal', 'ubuntu-24.04']))
  for (const { name, description, path } of listScenarios()) {
    expect(description, name).not.toBe('')
    expect(readFileSync(path, 'utf8')).toContain('$schema=./scenario.schema.json')
  }
})

describe.each(names)('%s', name => {
  test('loads under its name', () => {
    expect(load(name).name).toBe(name)
  })

  test('survives a round trip through its document', () => {
    const { document, guest, agent } = load(name)
    const again = load(JSON.parse(JSON.stringify(document)))
    expect(again.guest).toEqual(guest)
    expect(again.agent).toEqual(agent)
    expect(again.document).toEqual(document)
  })

  test('has an agent among its processes and owns every built-in once', () => {
    const { processes, builtins } = load(name).guest
    expect(processes.filter(({ argv }) => /qemu-ga(?:\.exe)?$/.test(argv[0] ?? ''))).toHaveLength(1)
    expect(new Set(builtins).size).toBe(builtins.length)
  })
})

test('no scenario is the default one', () => {
  expect(load()).toBe(load('default'))
})

test('minimal says what an empty scenario means', () => {
  const { guest, agent } = load('minimal')
  expect(load({}).guest).toEqual(guest)
  expect(load({}).agent).toEqual(agent)
})

test('a built-in is read once, and what is handed out is frozen', () => {
  const { guest, document } = load('debian-12')
  expect(load('debian-12').guest).toBe(guest)
  expect(Object.isFrozen(guest.mounts[0])).toBe(true)
  expect(Object.isFrozen(document.users?.root)).toBe(true)
})

test('another seed changes nothing else', () => {
  const { guest, document } = load('debian-12')
  const seeded = loadScenario('debian-12', { vocabulary, seed: 7 })
  expect(seeded.guest).toEqual({ ...guest, seed: '7' })
  expect(seeded.document).toEqual({ ...document, seed: 7 })
})

test('a seed is a whole number or text', () => {
  expect(refusal(() => loadScenario('debian-12', { vocabulary, seed: 1.5 }))).toBe(
    '--seed  seed: expected an integer or a string, got 1.5.',
  )
})

test('debian-12 has the disk, mounts and os-release that were measured', () => {
  const { guest } = load('debian-12')
  expect(guest.osRelease).toBe(
    [
      'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"',
      'NAME="Debian GNU/Linux"',
      'VERSION_ID="12"',
      'VERSION="12 (bookworm)"',
      'VERSION_CODENAME=bookworm',
      'ID=debian',
      'HOME_URL="https://www.debian.org/"',
      'SUPPORT_URL="https://www.debian.org/support"',
      'BUG_REPORT_URL="https://bugs.debian.org/"',
      '',
    ].join('\n'),
  )
  expect(guest.disks).toEqual([
    {
      name: 'vda',
      size: 21474836480n,
      busType: 'virtio',
      bus: 0,
      target: 0,
      unit: 0,
      pci: { domain: 0, bus: 4, slot: 0, function: 0 },
      major: 254,
      minor: 0,
      partitions: [
        { name: 'vda1', size: 21340618752n },
        { name: 'vda14', size: 3145728n },
        { name: 'vda15', size: 130023424n },
      ],
    },
  ])
  const onDisk = guest.mounts.filter(({ source }) => source.startsWith('vda'))
  expect(onDisk.map(({ source, path, type, size, used }) => [source, path, type, size, used])).toEqual([
    ['vda1', '/', 'ext4', 20998557696n, 735543296n],
    ['vda15', '/boot/efi', 'vfat', 129751040n, 0n],
  ])
  expect(guest.vcpus.map(({ canOffline }) => canOffline)).toEqual([false, true])
  expect(guest.memory.blocks).toHaveLength(16)
})

test('ubuntu-24.04 mounts /boot between / and /boot/efi', () => {
  const { mounts } = load('ubuntu-24.04').guest
  expect(mounts.filter(({ source }) => source.startsWith('vda')).map(({ path }) => path)).toEqual([
    '/',
    '/boot',
    '/boot/efi',
  ])
})

test('the schema for editors is that of the code: npm run docs', () => {
  const stored = readFileSync(new URL('../../scenarios/scenario.schema.json', import.meta.url), 'utf8')
  expect(stored).toBe(scenarioJsonSchema())
})

test('with a vocabulary the schema knows names of commands', () => {
  const { properties } = JSON.parse(scenarioJsonSchema(vocabulary))
  const { blockRpcs, allowRpcs } = properties.agent.properties
  expect(blockRpcs.items.enum).toEqual(vocabulary.commandNames)
  expect(allowRpcs.anyOf[0].items.enum).toEqual(vocabulary.commandNames)
})
