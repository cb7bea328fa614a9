import { expect, test } from 'vitest'
import { blockDevices } from '../../src/guest/block-devices.js'
import { NO_TIME } from '../../src/guest/cpu-times.js'
import { NO_COUNTERS } from '../../src/guest/disk-counters.js'
import { QEMU_SMART_LOG } from '../../src/guest/nvme-smart.js'
import { load } from './vocabulary.js'

test('clock', () => {
  const { guest } = load({
    clock: { mode: 'step', now: '2026-01-01', timezone: 'Europe/Prague', step: '2s', uptime: '1h' },
  })
  expect(guest.clock).toEqual({
    mode: 'step',
    now: 1_767_225_600_000_000_000n,
    timezone: 'Europe/Prague',
    step: 2_000_000_000n,
    uptime: 3_600_000_000_000n,
  })
})

test('a real clock shows the time of the host unless the scenario says another', () => {
  expect(load({ clock: { mode: 'real' } }).guest.clock.now).toBe('host')
  expect(load({ clock: { mode: 'real', now: 17 } }).guest.clock.now).toBe(17n)
  expect(load({ clock: { now: 'host' } }).guest.clock.now).toBe('host')
})

test('the agent', () => {
  expect(
    load({
      agent: {
        version: '9.1.0',
        patches: ['skips-bind-mounts'],
        transport: 'unix-listen',
        blockRpcs: ['guest-exec'],
        allowRpcs: ['guest-ping'],
        fsfreezeHook: '/etc/hook',
        stateDir: '/state',
        user: 'root',
        env: { A: 'b', PATH: '/bin' },
      },
    }).agent,
  ).toEqual({
    version: '9.1.0',
    patches: ['skips-bind-mounts'],
    transport: 'unix-listen',
    running: true,
    startsAtBoot: true,
    blockRpcs: ['guest-exec'],
    allowRpcs: ['guest-ping'],
    fsfreezeHook: '/etc/hook',
    stateDir: '/state',
    user: 'root',
    env: { A: 'b', PATH: '/bin' },
    cwd: '/',
    retryPath: false,
    quirks: {},
  })
})

test('an agent is of version 2.11.0 unless the scenario says another, and on FreeBSD, which has none so old, 7.2.22', () => {
  expect(load({}).agent.version).toBe('2.11.0')
  expect(load({ os: { family: 'freebsd' } }).agent.version).toBe('7.2.22')
})

test('seed, host name, system and suspend', () => {
  const { guest } = load({
    seed: 'a word',
    hostname: 'h',
    os: { release: { ID: 'x', NAME: 'a "b" $c `d` \\e' }, kernel: { release: 'r', version: 'v', machine: 'aarch64' } },
    suspend: { disk: 'ok', ram: 'fails' },
  })
  expect(guest.seed).toBe('a word')
  expect(guest.hostname).toBe('h')
  expect(guest.osRelease).toBe('ID=x\nNAME="a \\"b\\" \\$c \\`d\\` \\\\e"\n')
  expect(guest.kernel).toEqual({ release: 'r', version: 'v', machine: 'aarch64' })
  expect(guest.suspend).toEqual({ disk: 'ok', ram: 'fails', hybrid: 'unsupported' })
})

test('os-release as text is that text', () => {
  expect(load({ os: { release: 'ID=x # odd\n' } }).guest.osRelease).toBe('ID=x # odd\n')
})

test('vCPUs as a count and as a list', () => {
  expect(load({ vcpus: 2 }).guest.vcpus).toEqual([
    { online: true, canOffline: false },
    { online: true, canOffline: true },
  ])
  expect(load({ vcpus: [{ canOffline: true }, { online: false, error: 'EBUSY' }] }).guest.vcpus).toEqual([
    { online: true, canOffline: true },
    { online: false, canOffline: true, error: 'EBUSY' },
  ])
})

test('the machine is a q35 unless the scenario says pc', () => {
  expect(load({}).guest.machine).toBe('q35')
  expect(load({ memory: { machine: 'pc' } }).guest.machine).toBe('pc')
})

test('a disk as the scenario describes it', () => {
  const { disks } = load({
    disks: [
      {
        name: 'vdb',
        size: '1MiB',
        bus: 'usb',
        busNumber: 1,
        target: 2,
        unit: 3,
        pci: '0001:1f:0a.3',
        device: '252:16',
        serial: 'S',
        partitions: [{ name: 'vdb1', size: 512 }],
      },
    ],
  }).guest
  expect(disks).toEqual([
    {
      name: 'vdb',
      size: 1_048_576n,
      busType: 'usb',
      bus: 1,
      target: 2,
      unit: 3,
      pci: { domain: 1, bus: 31, slot: 10, function: 3 },
      major: 252,
      minor: 16,
      serial: 'S',
      partitions: [{ name: 'vdb1', size: 512n }],
    },
  ])
})

test('disks that say nothing stand where virt-install puts them', () => {
  const names = ['vda', 'vdb', 'vdc', 'sda', 'sdb', 'sr0', 'hda', 'hdd', 'vdaa', 'nvme0n1', 'loop3', 'dm-1']
  const places = (machine: 'q35' | 'pc') =>
    load({ memory: { machine }, disks: names.map(name => ({ name, size: '1GB' })) }).guest.disks.map(
      ({ name, busType, bus, target, unit, pci, major, minor }) =>
        `${name} ${busType} ${bus}/${target}/${unit} ${pci ? `${pci.bus}:${pci.slot}.${pci.function}` : 'nowhere'} ${major}:${minor}`,
    )
  expect(places('q35')).toEqual([
    'vda virtio 0/0/0 4:0.0 254:0',
    'vdb virtio 0/0/0 7:0.0 254:16',
    'vdc virtio 0/0/0 8:0.0 254:32',
    'sda scsi 0/0/0 9:0.0 8:0',
    'sdb scsi 0/0/1 9:0.0 8:16',
    'sr0 sata 0/0/0 0:31.2 11:0',
    'hda ide 0/0/0 0:31.2 3:0',
    'hdd ide 0/0/1 0:31.2 3:192',
    'vdaa virtio 0/0/0 10:0.0 254:416',
    'nvme0n1 nvme 0/0/0 11:0.0 259:0',
    'loop3 file-backed-virtual 0/0/0 nowhere 7:3',
    'dm-1 virtual 0/0/0 nowhere 253:1',
  ])
  expect(places('pc').slice(0, 2)).toEqual(['vda virtio 0/0/0 0:7.0 254:0', 'vdb virtio 0/0/0 0:9.0 254:16'])
})

test('mounts', () => {
  const { mounts } = load({
    memory: { size: '1GiB' },
    mounts: [
      { source: 'vda', path: '/', type: 'ext4', used: '1GiB' },
      { source: 'tmpfs', path: '/run', type: 'tmpfs' },
      { source: 'proc', path: '/proc', type: 'proc' },
      {
        source: 'x',
        path: '/x',
        type: 'nfs',
        options: 'ro',
        size: '9',
        used: 1,
        trim: 'EIO',
        freezeError: 'EBUSY',
        openError: 'EACCES',
        sysfsError: 'ENOENT',
      },
      { source: 'vda', path: '/y', type: 'xfs', size: 10, trim: '1B' },
    ],
  }).guest
  const options = 'rw,relatime'
  expect(mounts).toEqual([
    {
      ...{ source: 'vda', path: '/', type: 'ext4', options, trim: 'free' },
      // A twentieth of the blocks, and 4,096 more.
      ...{ size: 10n << 30n, used: 1n << 30n, reserved: (131_072n + 4096n) * 4096n },
    },
    { source: 'tmpfs', path: '/run', type: 'tmpfs', options, size: 1n << 29n, used: 0n, trim: 'EOPNOTSUPP' },
    { source: 'proc', path: '/proc', type: 'proc', options, size: 0n, used: 0n, trim: 'EOPNOTSUPP' },
    {
      source: 'x',
      path: '/x',
      type: 'nfs',
      options: 'ro',
      size: 9n,
      used: 1n,
      trim: 'EIO',
      freezeError: 'EBUSY',
      openError: 'EACCES',
      sysfsError: 'ENOENT',
    },
    { source: 'vda', path: '/y', type: 'xfs', options, size: 10n, used: 0n, trim: 1n },
  ])
})

test('a mount of a device that is mounted already is of the same size; of tmpfs each is for itself', () => {
  const { mounts } = load({
    mounts: [
      { source: 'vda', path: '/', type: 'btrfs', size: 100, used: 10, reserved: 5, trim: 1 },
      { source: 'vda', path: '/home', type: 'btrfs', root: '/@home' },
      { source: 'vda', path: '/b', type: 'btrfs', used: 11 },
      { source: 'tmpfs', path: '/a', type: 'tmpfs', size: 100 },
      { source: 'tmpfs', path: '/c', type: 'tmpfs', size: 50 },
    ],
  }).guest
  expect(mounts.map(({ root, size, used, reserved, trim }) => ({ root, size, used, reserved, trim }))).toEqual([
    { root: undefined, size: 100n, used: 10n, reserved: 5n, trim: 1n },
    { root: '/@home', size: 100n, used: 10n, reserved: 5n, trim: 1n },
    { root: undefined, size: 100n, used: 11n, reserved: 5n, trim: 1n },
    { root: undefined, size: 100n, used: 0n, reserved: undefined, trim: 'EOPNOTSUPP' },
    { root: undefined, size: 50n, used: 0n, reserved: undefined, trim: 'EOPNOTSUPP' },
  ])
})

test('nothing, too, is inherited from the first mount', () => {
  const { mounts } = load({
    mounts: [
      { source: 'vda', path: '/', type: 'ext4', used: 0, reserved: 0, trim: 0 },
      { source: 'vda', path: '/b', type: 'ext4', root: '/srv' },
    ],
  }).guest
  expect(mounts.map(({ used, reserved, trim }) => ({ used, reserved, trim }))).toEqual([
    { used: 0n, reserved: undefined, trim: 0n },
    { used: 0n, reserved: undefined, trim: 0n },
  ])
})

test('what is free is trimmed where the file system knows how', () => {
  const disks = ['vda', 'vdb', 'vdc', 'sr0', 'loop0'].map(name => ({ name, size: '1GiB' }))
  const { mounts } = load({
    disks,
    mounts: [
      { source: 'vda', path: '/', type: 'ext4' },
      { source: 'vdb', path: '/srv', type: 'xfs' },
      { source: 'vdc', path: '/boot/efi', type: 'vfat' },
      { source: 'sr0', path: '/cdrom', type: 'iso9660' },
      { source: 'loop0', path: '/snap/core/1', type: 'squashfs' },
    ],
  }).guest
  expect(mounts.map(({ trim }) => trim)).toEqual(['free', 'free', 'free', 'EOPNOTSUPP', 'EOPNOTSUPP'])
})

test('every disk and partition has numbers of its own', () => {
  const partitions = (disk: string, ...numbers: number[]) =>
    Object.fromEntries(numbers.map(number => [`${disk}${number}`, 1]))
  const { disks } = load({
    disks: [
      { name: 'vda', size: 100, partitions: partitions('vda', 1, 15, 16) },
      { name: 'vdb', size: 100, partitions: partitions('vdb', 15, 16, 17) },
      { name: 'nvme0n1', size: 100, partitions: partitions('nvme0n1p', 1, 2) },
      { name: 'nvme0n2', size: 100, device: '259:9', partitions: partitions('nvme0n2p', 1) },
      { name: 'nvme1n1', size: 100, partitions: partitions('nvme1n1p', 1) },
      { name: 'mmcblk0', size: 100, partitions: partitions('mmcblk0p', 7, 8) },
      { name: 'mmcblk1', size: 100 },
      { name: 'md0', size: 100, partitions: partitions('md0p', 1) },
      { name: 'md1', size: 100 },
      { name: 'loop0', size: 100, partitions: partitions('loop0p', 1) },
      { name: 'loop1', size: 100 },
      { name: 'pmem0', size: 100 },
    ],
    mounts: [{ source: 'tmpfs', path: '/', type: 'tmpfs' }],
  }).guest
  expect(blockDevices(disks).map(({ name, major, minor }) => `${name} ${major}:${minor}`)).toEqual([
    ...['vda 254:0', 'vda1 254:1', 'vda15 254:15', 'vda16 259:0'],
    ...['vdb 254:16', 'vdb15 254:31', 'vdb16 259:1', 'vdb17 259:2'],
    ...['nvme0n1 259:3', 'nvme0n1p1 259:4', 'nvme0n1p2 259:5', 'nvme0n2 259:9', 'nvme0n2p1 259:10'],
    ...['nvme1n1 259:6', 'nvme1n1p1 259:7'],
    ...['mmcblk0 179:0', 'mmcblk0p7 179:7', 'mmcblk0p8 259:8', 'mmcblk1 179:8'],
    ...['md0 9:0', 'md0p1 259:11', 'md1 9:1', 'loop0 7:0', 'loop0p1 259:12', 'loop1 7:1', 'pmem0 259:13'],
  ])
})

test('what a disk has counted, lies on, is called, and where it is on other machines', () => {
  const { disks } = load({
    disks: [
      { name: 'vda', size: 100, pci: 'none', stats: { readIos: '9007199254740993' } },
      { name: 'vdb', size: 100, ccw: { subchno: 1, devno: 2 }, partitions: [{ name: 'vdb1', size: 1, stats: {} }] },
      { name: 'dm-0', size: 100, slaves: ['vda', 'vdb1'], alias: 'vg-x' },
      { name: 'nvme0n1', size: 100, smart: { mediaErrors: 1 } },
    ],
    mounts: [{ source: 'tmpfs', path: '/', type: 'tmpfs' }],
  }).guest
  expect(disks).toEqual([
    expect.objectContaining({ name: 'vda', counters: { ...NO_COUNTERS, readIos: 9_007_199_254_740_993n } }),
    expect.objectContaining({
      ccw: { cssid: 0, ssid: 0, subchno: 1, devno: 2 },
      partitions: [{ name: 'vdb1', size: 1n, counters: NO_COUNTERS }],
    }),
    expect.objectContaining({ slaves: ['vda', 'vdb1'], alias: 'vg-x' }),
    expect.objectContaining({ smart: { ...QEMU_SMART_LOG, mediaErrors: 1n } }),
  ])
  expect(disks.map(({ pci }) => pci?.bus)).toEqual([undefined, undefined, undefined, 4])
})

test('load, processors, routes', () => {
  const {
    load: busy,
    vcpus,
    routes,
  } = load({
    clock: { uptime: '10s' },
    load: { averages: [1, 0.5, 0], running: 2 },
    vcpus: [{ times: { user: '1s' } }, { times: { user: '20s', idle: 0 } }],
    network: {
      interfaces: [{ name: 'eth0' }],
      routes: [
        { interface: 'eth0', destination: '0.0.0.0/0', gateway: '10.0.0.1', mtu: 1400 },
        { interface: 'eth0', destination: '2001:DB8::/32' },
      ],
    },
  }).guest
  expect(busy).toEqual({ averages: [1, 0.5, 0], running: 2 })
  expect(vcpus).toEqual([
    { online: true, canOffline: false, times: { ...NO_TIME, user: 1_000_000_000n, idle: 9_000_000_000n } },
    { online: true, canOffline: true, times: { ...NO_TIME, user: 20_000_000_000n } },
  ])
  expect(routes).toEqual([
    { interface: 'eth0', destination: { address: '0.0.0.0', prefix: 0 }, gateway: '10.0.0.1', metric: 0, mtu: 1400 },
    { interface: 'eth0', destination: { address: '2001:db8::', prefix: 32 }, metric: 1024, mtu: 0 },
  ])
})

test('without mounts the root is on the largest partition of the first disk, or in RAM', () => {
  const roots = [
    { disks: [{ name: 'vda', size: '9GB', partitions: { vda1: '1GB', vda2: '7GB' } }] },
    { disks: [{ name: 'sda', size: '9GB' }] },
    { disks: [] },
  ]
  expect(roots.map(scenario => load(scenario).guest.mounts.map(({ source, type }) => [source, type]))).toEqual([
    [['vda2', 'ext4']],
    [['sda', 'ext4']],
    [['tmpfs', 'tmpfs']],
  ])
})

test('the network', () => {
  const { interfaces } = load({
    network: {
      interfaces: [
        { name: 'lo' },
        {
          name: 'eth0',
          mac: '52:54:00:AB:CD:EF',
          addresses: ['10.0.0.1/8', 'FE80::1/64'],
          statistics: { rxBytes: '9223372036854775807', txDropped: 4 },
          mtu: 9000,
          up: false,
        },
        { name: 'tun0' },
        { name: 'Loopback Pseudo-Interface 1', mac: 'none', addresses: ['127.0.0.1/-1', 'fe80:0::1/64'] },
      ],
    },
  }).guest
  const none = { rxBytes: 0n, rxPackets: 0n, rxErrs: 0n, rxDropped: 0n, txBytes: 0n, txPackets: 0n, txErrs: 0n }
  expect(interfaces).toEqual([
    {
      name: 'lo',
      mac: '00:00:00:00:00:00',
      addresses: [],
      statistics: { ...none, txDropped: 0n },
      mtu: 65536,
      up: true,
    },
    {
      name: 'eth0',
      mac: '52:54:00:ab:cd:ef',
      addresses: [
        { address: '10.0.0.1', prefix: 8 },
        { address: 'fe80::1', prefix: 64 },
      ],
      statistics: { ...none, rxBytes: 2n ** 63n - 1n, txDropped: 4n },
      mtu: 9000,
      up: false,
    },
    { name: 'tun0', addresses: [], statistics: { ...none, txDropped: 0n }, mtu: 1500, up: true },
    {
      name: 'Loopback Pseudo-Interface 1',
      mac: 'none',
      addresses: [
        { address: '127.0.0.1', prefix: -1 },
        { address: 'fe80::1', prefix: 64 },
      ],
      statistics: { ...none, txDropped: 0n },
      mtu: 1500,
      up: true,
    },
  ])
})

test('users and groups get the numbers that are left open', () => {
  const { users, groups } = load({
    users: { carol: { uid: 1001, gid: 50, gecos: 'C', home: '/c', shell: '/bin/zsh', password: '!' }, al: {}, bo: {} },
    groups: { staff: { gid: 50, members: ['al'] }, bo: {}, odd: {} },
  }).guest
  const rest = { gecos: '', shell: '/bin/sh', password: '*' }
  expect(users).toEqual([
    { name: 'root', uid: 0, gid: 0, home: '/root', ...rest },
    { name: 'carol', uid: 1001, gid: 50, gecos: 'C', home: '/c', shell: '/bin/zsh', password: '!' },
    { name: 'al', uid: 1000, gid: 1000, home: '/home/al', ...rest },
    { name: 'bo', uid: 1002, gid: 1002, home: '/home/bo', ...rest },
  ])
  expect(groups).toEqual([
    { name: 'staff', gid: 50, members: ['al'] },
    { name: 'bo', gid: 1002, members: [] },
    { name: 'odd', gid: 1001, members: [] },
    { name: 'root', gid: 0, members: [] },
    { name: 'al', gid: 1000, members: [] },
  ])
})

test('sessions count microseconds', () => {
  const { sessions } = load({
    sessions: [
      { user: 'a', line: 'tty1', time: '1970-01-01T00:00:01.000002Z' },
      { user: 'b', line: 'pts/0', host: 'h', time: 3_000_000, type: 8, pid: 12 },
    ],
  }).guest
  expect(sessions).toEqual([
    { type: 7, pid: 1000, line: 'tty1', user: 'a', host: '', time: 1_000_002n },
    { type: 8, pid: 12, line: 'pts/0', user: 'b', host: 'h', time: 3000n },
  ])
})

test('processes, the agent always among them', () => {
  const { processes } = load({
    processes: [
      { pid: 1, command: '/sbin/init  splash' },
      { pid: 7, ppid: 2, command: ['sshd: a b'] },
    ],
  }).guest
  expect(processes).toEqual([
    { pid: 1, ppid: 0, user: 'root', argv: ['/sbin/init', 'splash'] },
    { pid: 7, ppid: 2, user: 'root', argv: ['sshd: a b'] },
    { pid: 8, ppid: 1, user: 'root', argv: ['/usr/bin/qemu-ga'] },
  ])
})

test('programs', () => {
  const bytes = (text: string) => ({ kind: 'bytes', bytes: new TextEncoder().encode(text) })
  const { programs, builtins } = load({
    builtins: ['/bin/ls'],
    programs: [
      { match: 'a *', stdout: 'ö', stderr: { base64: 'AP8=' }, exitCode: 3, after: '1s' },
      { path: '/b', signal: 'KILL', stdout: { size: '1KiB' }, stderr: { size: 3, fill: { text: 'x' } } },
      { path: '/c', signal: 11, stdout: { size: 1, fill: 'random' } },
    ],
  }).guest
  expect(builtins).toEqual(['/bin/ls'])
  expect(programs).toEqual([
    {
      match: 'a *',
      stdout: bytes('ö'),
      stderr: { kind: 'bytes', bytes: Uint8Array.of(0, 255) },
      exitCode: 3,
      after: 1_000_000_000n,
    },
    {
      path: '/b',
      stdout: { kind: 'fill', size: 1024n, fill: 'zero' },
      stderr: { kind: 'fill', size: 3n, fill: { text: 'x' } },
      exitCode: 0,
      signal: 9,
      after: 0n,
    },
    {
      path: '/c',
      stdout: { kind: 'fill', size: 1n, fill: 'random' },
      stderr: bytes(''),
      exitCode: 0,
      signal: 11,
      after: 0n,
    },
  ])
})

test('files of every kind', () => {
  const { files } = load({
    files: {
      '/text': 'a',
      '/content': { content: '', mode: '0600', owner: 12, group: 'root' },
      '/bytes': { base64: 'AAE=', mode: 0o755 },
      '/fill': { size: '2GiB', fill: 'random' },
      '/link': { symlink: 'text' },
      '/dir': { directory: true, mode: '1777' },
      '/pipe': { fifo: true },
    },
  }).guest
  const own = { owner: 'root', group: 'root' }
  const bytes = (...all: number[]) => ({ kind: 'bytes', bytes: Uint8Array.from(all) })
  expect(files).toEqual([
    { path: '/text', kind: 'file', mode: 0o644, content: bytes(97), ...own },
    { path: '/content', kind: 'file', mode: 0o600, content: bytes(), owner: 12, group: 'root' },
    { path: '/bytes', kind: 'file', mode: 0o755, content: bytes(0, 1), ...own },
    { path: '/fill', kind: 'file', mode: 0o644, content: { kind: 'fill', size: 1n << 31n, fill: 'random' }, ...own },
    { path: '/link', kind: 'symlink', mode: 0o777, target: 'text', ...own },
    { path: '/dir', kind: 'directory', mode: 0o1777, ...own },
    { path: '/pipe', kind: 'fifo', mode: 0o644, ...own },
  ])
})
