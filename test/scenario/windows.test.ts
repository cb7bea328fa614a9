/** What a scenario says of a Windows guest, and what it can't say. */
import { describe, expect, test } from 'vitest'
import type { ScenarioInput } from '../../src/index.js'
import { load, refusal } from './vocabulary.js'

const windows = { os: { family: 'windows' } } as const
const refused = (scenario: ScenarioInput) => refusal(() => load(scenario)).split('\n')

test('the least is a C: on a disk of 10 GiB, an Administrator, and the agent', () => {
  const { guest, agent } = load(windows)
  expect(guest.windows).toMatchObject({
    ...{ product: 'Windows Server 2022 Standard', build: 20348, version: '10.0', variant: 'server', machine: 'x86_64' },
    timeZone: { standard: 'Coordinated Universal Time', daylight: 'Coordinated Universal Time' },
    users: [{ name: 'Administrator', fullName: '', isAdministrator: true, profile: 'C:\\Users\\Administrator' }],
    sessions: [],
    vss: { isAvailable: true, freezeTakes: 2_000_000_000n, holds: 10_000_000_000n },
    timeService: { isRunning: true, syncTakes: 5_000_000_000n },
  })
  expect(guest.windows?.volumes).toMatchObject([{ path: 'C:\\', fileSystem: 'NTFS', kind: 'fixed', size: 10n << 30n }])
  expect(guest.interfaces.map(({ name }) => name)).toEqual(['Loopback Pseudo-Interface 1'])
  expect(guest.processes).toEqual([
    { pid: 4, ppid: 0, user: 'SYSTEM', argv: ['System'] },
    { pid: 8, ppid: 4, user: 'SYSTEM', argv: ['C:\\Program Files\\Qemu-ga\\qemu-ga.exe', '-d'] },
  ])
  expect(guest.users).toEqual([])
  expect(agent).toMatchObject({ stateDir: 'C:\\ProgramData\\qemu-ga', user: 'SYSTEM', retryPath: false })
})

test('from 5.2 on the service is registered with --retry-path', () => {
  const { guest, agent } = load({ ...windows, agent: { version: '5.2.0' } })
  expect(guest.processes.at(-1)?.argv).toEqual(['C:\\Program Files\\Qemu-ga\\qemu-ga.exe', '-d', '--retry-path'])
  expect(agent.retryPath).toBe(true)
})

test('a variable of the environment takes the place of the one of that name, in whatever letters', () => {
  const { env } = load({ ...windows, agent: { env: { PATH: 'C:\\Tools', EXTRA: '1' } } }).agent
  expect(env.PATH).toBe('C:\\Tools')
  expect(Object.keys(env).filter(name => name.toUpperCase() === 'PATH')).toEqual(['PATH'])
  expect(env).toMatchObject({ EXTRA: '1', SystemRoot: 'C:\\Windows' })
})

test('other guests have nothing of it', () => {
  expect(load({}).guest.windows).toBeUndefined()
  expect(load('debian-12').guest.windows).toBeUndefined()
})

describe('a key of another system is refused', () => {
  const HINTS: readonly (readonly [ScenarioInput, string])[] = [
    [
      { mounts: [{ source: 'vda', path: '/', type: 'ext4' }] },
      'mounts: expected a key of a Windows guest, got "mounts". List volumes instead.',
    ],
    [
      { agent: { fsfreezeHook: '/x' } },
      'agent.fsfreezeHook: expected a key of a Windows guest, got "fsfreezeHook". Windows freezes by VSS, which calls no hook.',
    ],
    [
      { agent: { transport: 'unix-listen' } },
      'agent.transport: expected virtio-serial or isa-serial, got "unix-listen". qemu-ga on Windows knows no unix-listen.',
    ],
    [{ users: { jdoe: { uid: 1000 } } }, 'users.jdoe.uid: expected a key of a Windows guest, got "uid".'],
    [
      { files: { 'C:\\x': { content: '', mode: '0600' } } },
      'files["C:\\\\x"].mode: expected a key of a Windows guest, got "mode". readOnly is an attribute of Windows.',
    ],
    [
      { files: { '/etc/motd': '' } },
      'files["/etc/motd"]: expected a path of Windows such as C:\\Users\\Public\\motd.txt, got "/etc/motd".',
    ],
    [
      { programs: [{ match: 'x', signal: 9 }] },
      'programs[0].signal: expected a key of a Windows guest, got "signal". A program that is killed on Windows exits with status 1.',
    ],
    [
      { agent: { stateDir: '/var/run' } },
      'agent.stateDir: expected a path of Windows such as C:\\Users\\Public\\motd.txt, got "/var/run".',
    ],
    [
      { vcpus: [{ online: false }] },
      'vcpus[0].online: expected a key of a Windows guest, got "online". On Windows all of them are.',
    ],
  ]
  test.each(HINTS)('%j on Windows', (scenario, text) => {
    const os = { family: 'windows' } as const
    expect(refused({ ...scenario, os })).toEqual([`scenario object  ${text}`])
  })

  const ELSEWHERE: readonly (readonly [ScenarioInput, string])[] = [
    [
      { volumes: [{ letter: 'C' }] },
      'volumes: expected a key of a guest that is not Windows, got "volumes". List disks and mounts instead.',
    ],
    [{ os: { windows: { build: 1 } } }, 'os.windows: expected a key of a guest that is not Windows, got "windows".'],
    [
      { os: { family: 'freebsd', windows: {} } },
      'os.windows: expected a key of a guest that is not Windows, got "windows".',
    ],
    [
      { users: { x: { administrator: true } } },
      'users.x.administrator: expected a key of a guest that is not Windows, got "administrator". groups says who is in which.',
    ],
    [
      { files: { 'C:\\x': '' } },
      'files["C:\\\\x"]: expected an absolute path in the guest such as /etc/motd, got "C:\\\\x".',
    ],
    [
      { files: { '/x': { content: '', readOnly: true } } },
      'files["/x"].readOnly: expected a key of a guest that is not Windows, got "readOnly". mode has the permissions.',
    ],
    [
      { programs: [{ match: 'x', exitCode: 256 }] },
      'programs[0].exitCode: expected an integer from 0 to 255, got 256.',
    ],
    [
      { programs: [{ path: 'C:\\x.exe' }] },
      'programs[0].path: expected an absolute path in the guest such as /etc/motd, got "C:\\\\x.exe".',
    ],
  ]
  test.each(ELSEWHERE)('%j elsewhere', (scenario, text) => {
    expect(refused(scenario)).toEqual([`scenario object  ${text}`])
  })
})

describe('what contradicts itself is refused', () => {
  const disks = [{ name: 'PhysicalDrive0', size: '10GiB' }]
  test.each<[ScenarioInput, string]>([
    [
      { disks: [{ name: 'vda', size: 1 }] },
      'disks[0].name: expected a name of Windows such as PhysicalDrive0 or CdRom0, got "vda".',
    ],
    [
      { volumes: [{ letter: 'D' }] },
      'volumes: expected a volume with the letter C, got none. Add - { letter: C, size: 40GiB }.',
    ],
    [
      { volumes: [{ letter: 'C' }, { letter: 'c' }] },
      'volumes[1]: expected a path of its own, got "C:\\\\" a second time.',
    ],
    [
      { volumes: [{ letter: 'C', folder: 'C:\\x' }, { letter: 'C' }] },
      'volumes[0]: expected letter or folder, got both.',
    ],
    [
      { disks, volumes: [{ letter: 'C', disks: ['PhysicalDrive1'] }] },
      'volumes[0].disks[0]: expected a disk of disks: PhysicalDrive0, got "PhysicalDrive1". Did you mean "PhysicalDrive0"?',
    ],
    [
      { disks, volumes: [{ letter: 'C', size: '11GiB' }] },
      'volumes[0].size: expected at most the size of PhysicalDrive0, 10737418240 bytes, got 11811160064.',
    ],
    [
      {
        disks,
        volumes: [
          { letter: 'C', size: '6GiB' },
          { letter: 'D', size: '5GiB' },
        ],
      },
      'volumes[1].size: expected at most 4294967296 bytes, which other volumes leave of PhysicalDrive0, got 5368709120.',
    ],
    [
      { volumes: [{ letter: 'C' }, { folder: 'E:\\mnt' }] },
      'volumes[1].folder: expected a folder on a volume with a letter: C, got "E:\\\\mnt".',
    ],
    [
      { volumes: [{ letter: 'C', kind: 'removable', size: 1 }] },
      'volumes[0].kind: expected fixed, as C has Windows on it, got "removable".',
    ],
    ...['C:\\nul', 'C:\\a\\..', 'C:\\com1.txt\\'].map((folder): [ScenarioInput, string] => [
      { disks, volumes: [{ letter: 'C' }, { folder }] },
      `volumes[1].folder: expected a folder such as D:\\mnt, got ${JSON.stringify(folder)}.`,
    ]),
    [
      { disks, volumes: [{ letter: 'C' }, { folder: 'C:\\mnt' }, { folder: 'c:/MNT/x/../.' }] },
      'volumes[2]: expected a path of its own, got "C:\\\\MNT\\\\" a second time.',
    ],
    [
      { disks: [{ name: 'PhysicalDrive0', size: '10GiB', bus: 'virtio' }] },
      'disks[0].bus: expected a bus that Windows knows, got "virtio". To Windows a disk of virtio-blk is one of SCSI: write scsi.',
    ],
    [{ users: { Bob: {}, bob: {} } }, 'users.bob: expected a name of its own, got "bob", which is "Bob".'],
    [{ volumes: [{ letter: 'C', size: 1, used: 2 }] }, 'volumes[0].used: expected at most the size, 1 bytes, got 2.'],
    [
      { clock: { timezone: 'Asia/Kathmandu' } },
      'clock.timezone: expected a time zone whose Windows name is known, got "Asia/Kathmandu". Write os.windows.timeZone: { standard: …, daylight: … } as well.',
    ],
    [
      { agent: { version: '1.0' } },
      'agent.version: expected a version of qemu-ga from 2.11.0 to 11.1, such as 7.2.22, or of virtio-win from 102 on, got "1.0".',
    ],
  ])('%j', (scenario, text) => {
    expect(refused({ ...windows, ...scenario })).toEqual([`scenario object  ${text}`])
  })
})

test('a spanned volume may be as large as its disks together', () => {
  const disks = ['PhysicalDrive0', 'PhysicalDrive1'].map(name => ({ name, size: '10GiB' }))
  const volumes = [{ letter: 'C', size: '20GiB', disks: disks.map(({ name }) => name) }]
  expect(load({ ...windows, disks, volumes }).guest.windows?.volumes[0]?.size).toBe(20n << 30n)
})

test('the names of the time zone are those of clock.timezone until the scenario has others, and again when it takes them away', () => {
  const names = (scenario: ScenarioInput) => load(scenario).guest.windows?.timeZone
  const berlin = { extends: 'windows-server-2022', clock: { timezone: 'Europe/Berlin' } }
  const german = { standard: 'Mitteleuropäische Zeit', daylight: 'Mitteleuropäische Sommerzeit' }
  const english = { standard: 'W. Europe Standard Time', daylight: 'W. Europe Daylight Time' }
  expect(names(berlin)).toEqual(english)
  expect(names({ ...berlin, os: { windows: { timeZone: german } } })).toEqual(german)
  expect(names({ ...berlin, os: { windows: { timeZone: null } } })).toEqual(english)
})

test('codes are numbers of 32 bits, written either way', () => {
  const vss = (code: number | string) => ({
    os: { family: 'windows', windows: { vss: { error: { step: 'start snapshot set', code } } } } as const,
  })
  expect(load(vss('0x80042316')).guest.windows?.vss.error?.code).toBe(0x80042316)
  expect(load(vss(0x80042316)).guest.windows?.vss.error?.code).toBe(0x80042316)
  expect(refused(vss('busy'))).toEqual([
    'scenario object  os.windows.vss.error.code: expected a number of 32 bits such as 0x80042316, got "busy".',
  ])
})
