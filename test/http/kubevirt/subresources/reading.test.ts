import { describe, expect, test } from 'vitest'
import type { ScenarioInput } from '../../../../src/index.js'
import { ask, commands, failure, guestOf, OLD } from './guest.js'

const POLLED = [
  'guest-info',
  'guest-network-get-interfaces',
  'guest-get-osinfo',
  'guest-get-timezone',
  'guest-get-host-name',
  'guest-get-fsinfo',
  'guest-get-users',
  'guest-fsfreeze-status',
]

const READING = ['guestosinfo', 'userlist', 'filesystemlist']

/** One with all that the API has a place for. */
const GUEST: ScenarioInput = {
  extends: 'debian-12',
  hostname: 'web-1',
  disks: [{ name: 'vda', size: '10GiB', bus: 'virtio', serial: 'system', partitions: { vda1: '9GiB' } }],
  mounts: [{ source: 'vda1', path: '/', type: 'ext4', size: '9GiB', used: '1GiB', reserved: 0 }],
}

describe('what a guest answers', () => {
  test('userlist: in the layout of virt-api, members in alphabetical order, loginTime in milliseconds', async () => {
    const guest = await guestOf()
    expect(await ask(guest, 'userlist')).toEqual({
      status: 200,
      reason: 'OK',
      type: 'application/json',
      text: [
        '{',
        '  "items": [',
        '   {',
        '    "loginTime": 1767220267000,',
        '    "userName": "root"',
        '   },',
        '   {',
        '    "loginTime": 1767221130250,',
        '    "userName": "alice"',
        '   }',
        '  ],',
        '  "metadata": {}',
        ' }',
      ].join('\n'),
    })
  })

  test('before 1.6 loginTime is what the agent says: seconds', async () => {
    const guest = await guestOf('default', OLD)
    const items = [
      { loginTime: 1767220267, userName: 'root' },
      { loginTime: 1767221130.25, userName: 'alice' },
    ]
    expect(JSON.parse((await ask(guest, 'userlist')).text).items).toEqual(items)
    expect(JSON.parse((await ask(guest, 'guestosinfo')).text).userList).toEqual(items)
  })

  test('userlist of a guest that nobody is logged in to', async () => {
    const guest = await guestOf('debian-12')
    const { text } = await ask(guest, 'userlist')
    expect(text).toBe('{\n  "items": [],\n  "metadata": {}\n }')
  })

  test('filesystemlist', async () => {
    const guest = await guestOf(GUEST)
    const { text, ...rest } = await ask(guest, 'filesystemlist')
    const { size, free } = guest.vm.guest.files.statfs('/')
    expect(rest).toEqual({ status: 200, reason: 'OK', type: 'application/json' })
    expect(text).toBe(
      [
        '{',
        '  "items": [',
        '   {',
        '    "disk": [',
        '     {',
        '      "busType": "virtio",',
        '      "serial": "system"',
        '     }',
        '    ],',
        '    "diskName": "vda1",',
        '    "fileSystemType": "ext4",',
        '    "mountPoint": "/",',
        '    "totalBytes": 9663676416,',
        `    "usedBytes": ${size - free}`,
        '   }',
        '  ],',
        '  "metadata": {}',
        ' }',
      ].join('\n'),
    )
  })

  test('filesystemlist of an agent that tells no sizes has 0', async () => {
    const guest = await guestOf()
    const { items } = JSON.parse((await ask(guest, 'filesystemlist')).text)
    expect(items[2]).toEqual({
      disk: [{ busType: 'virtio' }],
      diskName: 'vda1',
      fileSystemType: 'ext4',
      mountPoint: '/',
      totalBytes: 0,
      usedBytes: 0,
    })
  })

  test('guestosinfo', async () => {
    const guest = await guestOf()
    const { text, ...rest } = await ask(guest, 'guestosinfo')
    expect(rest).toEqual({ status: 200, reason: 'OK', type: 'application/json' })
    const { supportedCommands, fsInfo, ...others } = JSON.parse(text)
    expect(others).toEqual({
      fsFreezeStatus: 'thawed',
      guestAgentVersion: '2.11.0',
      hostname: 'mockvm',
      os: {
        id: 'debian',
        kernelRelease: '6.1.0-37-cloud-amd64',
        kernelVersion: '#1 SMP PREEMPT_DYNAMIC Debian 6.1.140-1 (2025-05-22)',
        machine: 'x86_64',
        name: 'Debian GNU/Linux',
        prettyName: 'Debian GNU/Linux 12 (bookworm)',
        version: '12 (bookworm)',
        versionId: '12',
      },
      timezone: 'UTC, 0',
      userList: [
        { loginTime: 1767220267000, userName: 'root' },
        { loginTime: 1767221130250, userName: 'alice' },
      ],
    })
    expect(fsInfo.disks.map(({ mountPoint }: { mountPoint: string }) => mountPoint)).toEqual([
      '/srv/data',
      '/boot/efi',
      '/',
    ])
    expect(supportedCommands[0]).toEqual({ enabled: true, name: 'guest-sync-delimited' })
    expect(supportedCommands).toHaveLength(35)
    expect(Object.keys(JSON.parse(text))).toEqual([
      'fsFreezeStatus',
      'fsInfo',
      'guestAgentVersion',
      'hostname',
      'os',
      'supportedCommands',
      'timezone',
      'userList',
    ])
  })

  test('guestosinfo leaves out that a command is not enabled', async () => {
    const guest = await guestOf({ extends: 'default', agent: { blockRpcs: ['guest-exec'] } })
    const { supportedCommands } = JSON.parse((await ask(guest, 'guestosinfo')).text)
    expect(supportedCommands).toContainEqual({ name: 'guest-exec' })
  })

  test('guestosinfo of Windows: domains of users, volumes, a zone by its name there', async () => {
    const guest = await guestOf('windows-server-2022')
    const { size, free } = guest.vm.guest.files.statfs('C:\\')
    const { os, timezone, fsInfo } = JSON.parse((await ask(guest, 'guestosinfo')).text)
    expect(os).toEqual({
      id: 'mswindows',
      kernelRelease: '20348',
      kernelVersion: '10.0',
      machine: 'x86_64',
      name: 'Microsoft Windows',
      prettyName: 'Windows Server 2022 Standard',
      version: 'Microsoft Windows Server 2022',
      versionId: '2022',
    })
    expect(timezone).toBe('Pacific Standard Time, -28800')
    expect(fsInfo.disks.at(-1)).toEqual({
      disk: [{ busType: 'scsi' }],
      diskName: '\\\\?\\Volume{caefcf90-bef5-4846-9e55-28e8836c8c4a}\\',
      fileSystemType: 'NTFS',
      mountPoint: 'C:\\',
      totalBytes: 42276487168,
      usedBytes: Number(size - free),
    })
  })

  test('guestosinfo has ten users and file systems at most, the lists have all', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `user${index}`)
    const guest = await guestOf({
      extends: 'debian-12',
      users: Object.fromEntries(names.map((name, index) => [name, { uid: 2000 + index, gid: 2000 + index }])),
      sessions: names.map((user, index) => ({ user, line: `pts/${index}`, time: `2025-12-31T00:00:${10 + index}Z` })),
      disks: [
        {
          name: 'vda',
          size: '100GiB',
          bus: 'virtio',
          partitions: names.map((_, index) => ({ name: `vda${index + 1}`, size: '1GiB' })),
        },
      ],
      mounts: names.map((_, index) => ({
        source: `vda${index + 1}`,
        path: index === 0 ? '/' : `/mnt${index}`,
        type: 'ext4',
      })),
    })
    const { userList, fsInfo } = JSON.parse((await ask(guest, 'guestosinfo')).text)
    const users = JSON.parse((await ask(guest, 'userlist')).text)
    const filesystems = JSON.parse((await ask(guest, 'filesystemlist')).text)
    expect([users.items.length, filesystems.items.length]).toEqual([12, 12])
    expect(userList).toEqual(users.items.slice(0, 10))
    expect(fsInfo.disks).toEqual(filesystems.items.slice(0, 10))
  })

  test('characters that mean something in HTML are escaped', async () => {
    const guest = await guestOf({ extends: 'debian-12', os: { release: { NAME: '<b>&amp;', ID: 'x' } } })
    expect((await ask(guest, 'guestosinfo')).text).toContain('"name": "\\u003cb\\u003e\\u0026amp;"')
  })

  test('all of them are answered from one poll', async () => {
    const guest = await guestOf()
    for (const name of READING) await ask(guest, name)
    expect(commands(guest.vm)).toEqual(POLLED)
  })
})

describe('what is known when the agent says little', () => {
  test('nothing has been answered yet', async () => {
    const guest = await guestOf({ extends: 'default', faults: [{ on: '*', hang: true }] })
    const asking = Promise.all(READING.map(name => ask(guest, name)))
    expect((await asking).map(({ status, text }) => [status, text])).toEqual([
      [200, '{\n  "fsInfo": {\n   "disks": null\n  },\n  "os": {},\n  "timezone": ", 0"\n }'],
      [200, '{\n  "items": [],\n  "metadata": {}\n }'],
      [200, '{\n  "items": [],\n  "metadata": {}\n }'],
    ])
  })

  test('a frozen guest refuses most of it: what was known stays', async () => {
    const guest = await guestOf()
    const before = JSON.parse((await ask(guest, 'guestosinfo')).text)
    guest.vm.advance('10m')
    await ask(guest, 'freeze', '{"unfreezeTimeout": "0s"}')
    const { supportedCommands, ...frozen } = JSON.parse((await ask(guest, 'guestosinfo')).text)
    expect({ ...frozen, supportedCommands: before.supportedCommands }).toEqual({ ...before, fsFreezeStatus: 'frozen' })
    // guest-info tells what may be asked meanwhile.
    expect(supportedCommands).toContainEqual({ name: 'guest-get-osinfo' })
    expect(guest.vm.calls('guest-get-osinfo').map(({ error }) => error?.desc)).toEqual([
      undefined,
      'The command guest-get-osinfo has been disabled for this instance',
    ])
  })

  test("stale-reply: a late answer is nobody else's", async () => {
    const guest = await guestOf({
      extends: 'default',
      faults: [{ on: 'guest-get-osinfo', times: 1, delay: '6s' }],
    })
    const first = JSON.parse((await guest.vm.until(ask(guest, 'guestosinfo'))).text)
    expect(first.hostname).toBeUndefined()
    guest.vm.advance('20s')
    const { os, hostname, timezone } = JSON.parse((await guest.vm.until(ask(guest, 'guestosinfo'))).text)
    expect([os.id, hostname, timezone]).toEqual(['debian', 'mockvm', 'UTC, 0'])
  })

  test('garbage: what cannot be read ends it, and what was known by then is told', async () => {
    const guest = await guestOf('garbage')
    const { status, text } = await ask(guest, 'guestosinfo')
    expect(status).toBe(200)
    expect(JSON.parse(text)).toMatchObject({ fsInfo: { disks: null } })
    const error =
      "LibvirtError(Code=86, Domain=10, Message='Guest agent is not responding: QEMU guest agent is not available due to an error')"
    expect((await ask(guest, 'freeze', '{"unfreezeTimeout":"0s"}')).text).toContain(error)
  })

  test('a paused VM is not asked', async () => {
    const guest = await guestOf()
    const before = await ask(guest, 'guestosinfo')
    guest.vm.pause()
    guest.vm.advance('10m')
    expect(await ask(guest, 'guestosinfo')).toEqual(before)
    expect(commands(guest.vm)).toEqual(POLLED)
  })
})

describe('what is refused has status 500 and no Status object', () => {
  const conflict = (why: string) =>
    failure(`Operation cannot be fulfilled on virtualmachineinstance.kubevirt.io "testvm": ${why}`)

  test.each(READING)('%s of what is not there', async name => {
    expect(await ask(undefined, name)).toEqual(failure('virtualmachineinstance.kubevirt.io "testvm" not found'))
  })

  test.each(READING)('%s of a guest that is off', async name => {
    const guest = await guestOf()
    guest.vm.do({ vm: 'off' })
    expect(await ask(guest, name)).toEqual(conflict('VMI is not running'))
  })

  test.each(READING)('%s without an agent', async name => {
    const guest = await guestOf('agent-not-running')
    expect(await ask(guest, name)).toEqual(conflict('VMI does not have guest agent connected'))
  })

  test.each(READING)('%s after the agent has stopped', async name => {
    const guest = await guestOf()
    await ask(guest, name)
    guest.vm.do({ agent: 'stop' })
    expect(await ask(guest, name)).toEqual(conflict('VMI does not have guest agent connected'))
  })
})
