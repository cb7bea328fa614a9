/**
 * The guests that come with mockvm. personas/NAME.txt holds what the agent of each is expected to answer, vectors/ what
 * the agents of booted guests have answered.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { ScenarioInput } from '../../src/index.js'
import { fails, returns, type Talk, talk } from '../commands/talk.js'
import { type Capture, readCapture, readReplies } from './captures.js'
import { load } from './vocabulary.js'

const expectations = new URL('personas/', import.meta.url)

const PERSONAS = readdirSync(expectations).map(file => file.replace(/\.txt$/, ''))

/** File systems that a freeze counts: vfat and squashfs can't be frozen, of one btrfs the first mount alone. */
const FROZEN: Readonly<Record<string, number>> = {
  'alpine-3.20': 1,
  'debian-12': 1,
  'debian-13': 1,
  'fedora-42': 2,
  'freebsd-14': 1,
  'opensuse-leap-15.6': 1,
  'rhel-10': 1,
  'rhel-9': 2,
  'ubuntu-22.04': 1,
  'ubuntu-24.04': 2,
}

/** The reply, but as if no file took space on a disk: what is used is what the scenario says. */
async function ask(host: Talk, command: string): Promise<string> {
  const { mounts, files } = host.vm.guest
  return mounts.blockMounts.reduce(
    (reply, { path, size, used }) => {
      const taken = size - files.statfs(path).free
      return reply.replaceAll(`"used-bytes": ${taken},`, `"used-bytes": ${used},`)
    },
    await host.ask(command),
  )
}

test('there is a persona for each of these systems', () => {
  expect(PERSONAS).toEqual([
    'alpine-3.20',
    'debian-12',
    'debian-13',
    'fedora-42',
    'freebsd-14',
    'opensuse-leap-15.6',
    'rhel-10',
    'rhel-9',
    'ubuntu-22.04',
    'ubuntu-24.04',
  ])
})

describe.each(PERSONAS)('%s', name => {
  test.each([...readReplies(readFileSync(new URL(`${name}.txt`, expectations), 'utf8'))])(
    'answers %s as is expected of it',
    async (command, reply) => {
      const host = await talk({ scenario: name })
      expect(await ask(host, command)).toBe(reply)
    },
  )

  test('comes back from a shutdown of the agent, a reboot and a snapshot as it was', async () => {
    const host = await talk({ scenario: name })
    const info = await host.ask('guest-info')
    const before = host.vm.snapshot()
    host.vm.do({ agent: 'restart' })
    host.vm.do({ vm: 'reset' })
    expect(await host.ask('guest-info')).toBe(info)
    expect(await host.ask('guest-get-host-name')).toBe(returns(`{"host-name": "${load(name).guest.hostname}"}`))
    host.vm.restore(before)
    expect(host.vm.snapshot()).toEqual(before)
  })

  test('freezes, thaws and is powered off', async () => {
    const host = await talk({ scenario: name })
    const frozen = returns(String(FROZEN[name]))
    expect(await host.ask('guest-fsfreeze-freeze')).toBe(frozen)
    expect(await host.ask('guest-fsfreeze-thaw')).toBe(frozen)
    expect(await host.ask('guest-shutdown')).toBe('')
    expect(host.vm.guest.power.state).toBe('off')
  })

  test('finds its programs where the agent and its users look for them', async () => {
    const { vm } = await talk({ scenario: name })
    for (const path of load(name).guest.builtins) expect(vm.guest.files.stat(path).mode & 0o111, path).toBe(0o111)
    for (const program of ['cat', 'id', 'ls', 'uname']) {
      const known = (load(name).agent.env.PATH ?? '').split(':').map(folder => `${folder}/${program}`)
      expect(
        known.some(path => vm.guest.files.exists(path)),
        program,
      ).toBe(true)
    }
  })
})

/** What the host gave to the captured guests stands here; all else is the persona's own. */
const CAPTURED: readonly (readonly [persona: string, capture: Capture, machine: ScenarioInput])[] = [
  [
    'debian-12',
    readCapture('debian-12-pc.txt'),
    {
      extends: 'debian-12',
      memory: { machine: 'pc' },
      disks: [
        { ...diskOf('debian-12'), pci: '0000:00:07.0' },
        // QEMU adds a drive by itself.
        {
          ...{ name: 'sr0', size: '1024MiB', serial: 'QEMU_DVD-ROM_QM00003' },
          ...{ bus: 'ide', busNumber: 1, unit: 0, pci: '0000:00:01.1' },
        },
      ],
      network: { interfaces: withCard('debian-12', 'ens3', 'fec0::5054:ff:fe6b:3c58/64') },
    },
  ],
  [
    'debian-13',
    readCapture('debian-13-q35.txt'),
    {
      extends: 'debian-13',
      // Of the moment when it was asked.
      load: { averages: [1.8251953125, 1.58837890625, 0.66259765625] },
      disks: [
        diskOf('debian-13'),
        {
          ...{ name: 'sr0', size: '1024MiB', serial: 'QEMU_DVD-ROM_QM00005' },
          ...{ bus: 'sata', unit: 2, pci: '0000:00:1f.2' },
        },
      ],
      network: {
        interfaces: withCard('debian-13', 'enp1s0', 'fec0::111e:1da3:56e:b7d7/64'),
        routes: [
          ...routesOf('debian-13').filter(({ destination }) => destination !== '0.0.0.0/0'),
          { interface: 'enp1s0', destination: 'fec0::/64', metric: 1002 },
          { interface: 'enp1s0', destination: '::/0', gateway: 'fe80::2', metric: 1002 },
        ],
      },
    },
  ],
]

type Disk = NonNullable<ScenarioInput['disks']>[number]
type Network = NonNullable<ScenarioInput['network']>

function diskOf(persona: string): Disk {
  return load(persona).document.disks?.[0] as Disk
}

function routesOf(persona: string): NonNullable<Network['routes']> {
  return load(persona).document.network?.routes ?? []
}

/** The interfaces of a persona, where QEMU's network gave its card one more address. */
function withCard(persona: string, name: string, address: string): NonNullable<Network['interfaces']> {
  return (load(persona).document.network?.interfaces ?? []).map(card => {
    const [ipv4 = '', ...others] = card.addresses ?? []
    return card.name === 'lo' ? card : { ...card, name, addresses: [ipv4, address, ...others] }
  })
}

/** How often the kernel holds a route changes all the time. */
const withoutReferences = (reply: string) => reply.replaceAll(/"refcnt": \d+/g, '"refcnt": 0')

describe.each(CAPTURED)('%s beside the guest that was asked', (persona, capture, machine) => {
  test.each([...capture.replies])('%s is answered alike', async (command, reply) => {
    const host = await talk({ scenario: machine })
    expect(withoutReferences(await ask(host, command))).toBe(withoutReferences(reply))
  })

  test('the same programs run, under the same numbers and users', () => {
    const shown = (user: string) => (user.length > 8 ? `${user.slice(0, 7)}+` : user)
    const { processes } = load(persona).guest
    const [, ...captured] = capture.printed('ps -eo pid,ppid,user,args --sort=pid | grep -v "\\[.*\\]$"')
    // The last ones are those of the command itself.
    const rows = captured.slice(0, -3).map(row => row.trim().replaceAll('ens3', 'enp1s0').split(/\s+/))
    expect(processes.map(({ pid, ppid, user, argv }) => `${pid} ${ppid} ${shown(user)} ${argv.join(' ')}`)).toEqual(
      rows.map(row => row.join(' ')),
    )
  })

  test('the same is mounted, in the same order', () => {
    const captured = capture.printed('cat /proc/self/mountinfo').map(row => {
      const [, place = '', type = '', source = ''] = /^\S+ \S+ \S+ \S+ (\S+) .* - (\S+) (\S+) /.exec(row) ?? []
      return { source: source.replace(/^\/dev\//, ''), path: place, type }
    })
    const leftOut = ['autofs', 'binfmt_misc', 'ramfs']
    expect(load(persona).guest.mounts.map(({ source, path, type }) => ({ source, path, type }))).toEqual(
      captured.filter(({ type }) => !leftOut.includes(type)),
    )
  })

  test('the same is to be mounted at boot', async () => {
    const { vm } = await talk({ scenario: persona })
    const printed = capture.printed('cat /proc/swaps /etc/fstab; df -T')
    const fstab = printed.slice(1, printed.indexOf(printed.find(row => row.startsWith('Filesystem ')) ?? ''))
    expect(vm.guest.files.readFile('/etc/fstab', 'utf8')).toBe(`${fstab.join('\n')}\n`)
  })

  test('the user of cloud-init is the same', async () => {
    const { vm } = await talk({ scenario: persona })
    const passwd = vm.guest.files.readFile('/etc/passwd', 'utf8').split('\n')
    const accounts = capture.printed('getent passwd | sed -n "1,3p"; getent passwd debian; id debian')
    expect(passwd).toEqual(expect.arrayContaining(accounts.slice(0, 4)))
    const groups = vm.guest.users.groups().filter(({ members }) => members.includes('debian'))
    const shown = ['1000(debian)', ...groups.map(({ gid, name }) => `${gid}(${name})`)]
    expect(`uid=1000(debian) gid=1000(debian) groups=${shown}`).toBe(accounts[4])
  })
})

describe('a Debian guest with disks of all kinds', () => {
  const captured = JSON.parse(readFileSync(new URL('vectors/debian-13-storage.json', import.meta.url), 'utf8'))
  const { disks, mounts = [] } = load('debian-13').document
  const subvolume = (source: string, path: string, root: string) => ({ source, path, type: 'btrfs', root })

  test('lists each device once with 10.0.13', async () => {
    const scenario: ScenarioInput = {
      extends: 'debian-13',
      disks: [
        ...(disks ?? []),
        { name: 'vdb', size: '2GiB', serial: 'VBLK-SER-2', pci: '0000:08:00.0' },
        { name: 'sda', size: '2GiB', serial: '0QEMU_QEMU_HARDDISK_SCSI-SER-1', pci: '0000:07:00.0', unit: 0 },
        { name: 'sdb', size: '2GiB', bus: 'sata', serial: 'QEMU_HARDDISK_QM00001', pci: '0000:00:1f.2', unit: 0 },
        { name: 'nvme0n1', size: '2GiB', serial: 'QEMU_NVMe_Ctrl_NVME-SER-4_1', pci: '0000:00:05.0' },
      ],
      mounts: [
        ...mounts,
        { ...subvolume('vdb', '/s', '/'), size: 2147483648, used: 6160384, reserved: 226361344 },
        subvolume('vdb', '/s/home', '/home'),
        subvolume('vdb', '/s/var', '/var'),
        { source: 'nvme0n1', path: '/n', type: 'xfs', size: 2080374784, used: 73715712 },
        { source: 'sda', path: '/s/boot', type: 'xfs', size: 2080374784, used: 73715712 },
        { source: 'sdb', path: '/t', type: 'ext4', size: 2040373248, used: 548864, reserved: 124149760 },
      ],
    }
    const host = await talk({ scenario })
    const reply = JSON.parse(await ask(host, 'guest-get-fsinfo')).return
    // The root of that guest had 20 kB more in use.
    expect(JSON.stringify(reply).replace('"used-bytes":570155008', '"used-bytes":570175488')).toBe(
      JSON.stringify(captured['guest-get-fsinfo']),
    )
  })

  test('lists every mount with 7.2.22', async () => {
    const scenario: ScenarioInput = {
      extends: 'debian-12',
      disks: [...(load('debian-12').document.disks ?? []), { name: 'sda', size: '2GiB' }],
      mounts: [
        ...(load('debian-12').document.mounts ?? []),
        subvolume('sda', '/s', '/'),
        subvolume('sda', '/s/home', '/home'),
        subvolume('sda', '/s/var', '/var'),
        { source: 'vda1', path: '/b', type: 'ext4', root: '/etc' },
      ],
    }
    const host = await talk({ scenario })
    const reply: { name: string; mountpoint: string }[] = JSON.parse(await ask(host, 'guest-get-fsinfo')).return
    const [list] = Object.entries(captured).flatMap(([key, value]) => (key.startsWith('qemu-ga 7.2.22') ? [value] : []))
    expect(reply.map(({ name, mountpoint }) => [name, mountpoint])).toEqual(list)
  })
})

describe('what Red Hat Enterprise Linux lets an agent do', () => {
  const REFUSED = [
    ...['guest-exec', 'guest-exec-status', 'guest-file-open', 'guest-file-close', 'guest-file-read'],
    ...['guest-file-write', 'guest-file-seek', 'guest-file-flush'],
  ]

  test.each(['rhel-9', 'rhel-10'])('%s refuses commands for programs and files', async name => {
    const host = await talk({ scenario: name })
    for (const command of REFUSED) {
      const refusal = `Command ${command} has been disabled: the command is not allowed`
      expect(await host.ask(command)).toBe(fails(refusal, 'CommandNotFound'))
    }
  })

  test.each([
    ['rhel-9', [...REFUSED, 'guest-network-get-route']],
    ['rhel-10', REFUSED],
    ['fedora-42', []],
  ])('%s has these disabled in guest-info', async (name, disabled) => {
    const host = await talk({ scenario: name })
    const { supported_commands: commands } = JSON.parse(await host.ask('guest-info')).return
    const names = commands.flatMap((it: { name: string; enabled: boolean }) => (it.enabled ? [] : [it.name]))
    expect(names.sort()).toEqual(disabled.toSorted())
  })

  test.each(['rhel-9', 'rhel-10'])('%s has one list: its agent, its command line and its sysconfig', name => {
    const { agent, guest } = load(name)
    const list = `--allow-rpcs=${agent.allowRpcs?.join(',')}`
    expect(guest.processes.find(({ argv }) => argv[0] === '/usr/bin/qemu-ga')?.argv).toContain(list)
    const sysconfig = load(name).document.files?.['/etc/sysconfig/qemu-ga']
    expect(sysconfig).toBe(`FILTER_RPC_ARGS="${list}"\nFSFREEZE_HOOK_PATHNAME=/etc/qemu-ga/fsfreeze-hook\n`)
  })

  test('a device that is mounted twice counts once, though 9.1 would count it twice', async () => {
    const { mounts = [] } = load('rhel-9').document
    const bind = { source: 'vda4', path: '/srv', type: 'xfs', root: '/var/srv' }
    const scenario: ScenarioInput = { extends: 'rhel-9', mounts: [...mounts, bind] }
    const paths = async (it: ScenarioInput) => {
      const host = await talk({ scenario: it })
      return JSON.parse(await host.ask('guest-get-fsinfo')).return.map((at: { mountpoint: string }) => at.mountpoint)
    }
    expect(await paths(scenario)).toEqual(['/boot/efi', '/boot', '/'])
    expect(await paths({ ...scenario, agent: { patches: [] } })).toEqual(['/srv', '/boot/efi', '/boot', '/'])
  })
})

describe('freeze hooks', () => {
  test.each(['fedora-42', 'rhel-9', 'rhel-10'])('%s runs what stands in the folder of its hook', async name => {
    const script = '/etc/qemu-ga/fsfreeze-hook.d/database'
    const scenario: ScenarioInput = {
      extends: name,
      clock: { timezone: 'UTC' },
      programs: [{ path: script, stdout: 'flushed\n', after: '2s' }],
    }
    const host = await talk({ scenario })
    expect(await host.ask('guest-fsfreeze-freeze')).toBe('')
    host.vm.advance('2s')
    expect(await host.more()).toBe(`${returns(String(FROZEN[name]))}\n`)
    expect(host.vm.guest.files.readFile('/var/log/qga-fsfreeze-hook.log', 'utf8')).toBe(
      `Thu Jan  1 00:00:00 UTC 2026: execute ${script} freeze\nflushed\n` +
        `Thu Jan  1 00:00:02 UTC 2026: ${script} finished with status=0\n`,
    )
  })

  test.each(['debian-12', 'debian-13', 'ubuntu-22.04', 'ubuntu-24.04'])(
    '%s has a script that nothing calls',
    async name => {
      const hook = '/etc/qemu/fsfreeze-hook'
      const script = `${hook}.d/database`
      const programs = [{ path: script, exitCode: 1 }]
      const off = await talk({ scenario: { extends: name, programs } })
      expect(await off.ask('guest-fsfreeze-freeze')).toBe(returns(String(FROZEN[name])))
      expect(off.vm.guest.files.exists('/var/log/qga-fsfreeze-hook.log')).toBe(false)
      const on = await talk({ scenario: { extends: name, programs, agent: { fsfreezeHook: hook } } })
      // What fails in the folder is written down, and the freeze goes on.
      expect(await on.ask('guest-fsfreeze-freeze')).toBe(returns(String(FROZEN[name])))
      expect(on.vm.guest.files.readFile('/var/log/qga-fsfreeze-hook.log', 'utf8')).toMatch(/ finished with status=1\n$/)
    },
  )
})

test('Alpine has neither shutdown nor a link to the port, and an agent that makes do', async () => {
  const host = await talk({ scenario: 'alpine-3.20' })
  const { files } = host.vm.guest
  expect(files.exists('/sbin/shutdown')).toBe(false)
  expect(files.exists('/dev/virtio-ports')).toBe(false)
  expect(files.stat('/dev/vport1p1').kind).toBe('character')
  expect(await host.ask('guest-shutdown', { mode: 'reboot' })).toBe('')
  const plain = await talk({ scenario: { extends: 'alpine-3.20', agent: { patches: [] } } })
  expect(await plain.ask('guest-shutdown')).toBe(fails('child process has failed to shutdown'))
})

test('Leap 15 has not merged /usr, and Fedora 42 has merged its sbin', async () => {
  const leap = (await talk({ scenario: 'opensuse-leap-15.6' })).vm.guest.files
  expect(leap.lstat('/bin').kind).toBe('directory')
  expect(leap.realpath('/sbin/hwclock')).toBe('/usr/sbin/hwclock')
  expect(leap.exists('/bin/wc')).toBe(false)
  const fedora = (await talk({ scenario: 'fedora-42' })).vm.guest.files
  expect(fedora.realpath('/sbin/hwclock')).toBe('/usr/bin/hwclock')
})

test('debian-13 routes with the metric that its DHCP client gives', async () => {
  const host = await talk({ scenario: 'debian-13' })
  const routes: Record<string, unknown>[] = JSON.parse(await host.ask('guest-network-get-route')).return
  expect(routes.slice(0, 3).map(({ destination, gateway, metric }) => [destination, gateway, metric])).toEqual([
    ['0.0.0.0', '192.168.122.1', 1002],
    ['192.168.122.0', '0.0.0.0', 1002],
    ['fe80::', undefined, 256],
  ])
})

test.each([
  ['debian-12', '/dev/vda1', []],
  ['fedora-42', '/dev/vda4', ['rootflags=subvol=root']],
  ['rhel-9', '/dev/vda4', ['net.ifnames=0']],
  ['rhel-10', '/dev/vda3', []],
  ['opensuse-leap-15.6', '/dev/vda3', ['net.ifnames=0']],
  ['alpine-3.20', '/dev/vda', []],
])(
  'the kernel of %s is started with its root, %s, and with what names its network card',
  async (scenario, root, more) => {
    const { vm } = await talk({ scenario })
    const words = vm.guest.files.readFile('/proc/cmdline', 'utf8').trimEnd().split(' ')
    expect(words.find(word => word.startsWith('root='))).toBe(`root=${root}`)
    expect(words.filter(word => /^(?:net\.ifnames|rootflags)=/.test(word))).toEqual(more)
  },
)

test.each([
  [
    'ubuntu-22.04',
    'LABEL=cloudimg-rootfs / ext4 discard,errors=remount-ro 0 1\nLABEL=UEFI /boot/efi vfat umask=0077 0 1\n',
  ],
  ['alpine-3.20', 'LABEL=/ / ext4 defaults,noatime 1 1\n'],
])('%s mounts at boot what its image says', async (scenario, fstab) => {
  const { vm } = await talk({ scenario })
  expect(vm.guest.files.readFile('/etc/fstab', 'utf8')).toBe(fstab)
})

test('os-release stands in the file as distributions write it', () => {
  expect(load('ubuntu-24.04').guest.osRelease).toMatch(/^VERSION_ID="24\.04"$.*^ID=ubuntu$.*^LOGO=ubuntu-logo$/ms)
  expect(load('debian-13').guest.osRelease).toMatch(/^VERSION_ID="13"$.*^DEBIAN_VERSION_FULL=13\.7$/ms)
  expect(load('rhel-9').guest.osRelease).toMatch(/^BUG_REPORT_URL=.*\n\nREDHAT_BUGZILLA_PRODUCT="Red Hat/m)
})
