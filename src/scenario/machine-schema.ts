/** The hardware and the kernel in a scenario file. */
import { z } from 'zod'
import { CLOCK_MODES, DISK_BUSES, FAMILIES, MACHINE_TYPES } from '../guest/config.js'
import { CPU_STATES } from '../guest/cpu-times.js'
import { DISK_COUNTERS } from '../guest/disk-counters.js'
import { ADDRESS_EXPECTED, ADDRESS_TEXT } from '../guest/ip-address.js'
import { SMART_VALUES } from '../guest/nvme-smart.js'
import { osRelease } from './content-schema.js'
import {
  absolutePath,
  choice,
  count,
  duration,
  entries,
  errno,
  flag,
  integer,
  list,
  map,
  matching,
  removable,
  says,
  size,
  text,
  written,
  ZONE_NEEDED,
} from './fields.js'
import { INSTANT_TEXT, parseInstant } from './instant.js'
import { sockets } from './listening-schema.js'
import { windows } from './windows-schema.js'

export const clock = map(
  {
    mode: choice(CLOCK_MODES)
      .optional()
      .describe(
        'real: with the host. manual: when told. step: at every request. auto: to the next due event when idle.',
      ),
    now: written(
      value => (value === 'host' ? value : parseInstant(value)),
      new RegExp(`^host$|${INSTANT_TEXT.source}`),
      'a date such as 2026-01-01T00:00:00Z, nanoseconds since 1970, or host',
      ZONE_NEEDED,
    )
      .optional()
      .describe('The time at the start: a date, nanoseconds since 1970, or host. In mode real host without it.'),
    timezone: matching(/^[\x21-\x7e]+$/, 'a time zone such as Europe/Prague or EST5EDT')
      .optional()
      .describe('An IANA name (Europe/Prague) or a POSIX rule (EST5EDT,M3.2.0,M11.1.0).'),
    step: duration.optional().describe('How far a request moves the clock in mode step.'),
    uptime: duration.optional().describe('How long the guest has been up at the start.'),
  },
  'a map with mode, now, timezone, step, uptime',
).describe('How time passes in the guest.')

export const os = map(
  {
    family: choice(FAMILIES).optional().describe('The kind of system, and so of the agent. linux without it.'),
    release: osRelease.describe('/etc/os-release: its text, or its keys in order. null: the guest has none.'),
    kernel: map(
      {
        release: text().optional().describe('As `uname -r` tells it.'),
        version: text().optional().describe('As `uname -v` tells it.'),
        machine: text().optional().describe('As `uname -m` tells it: x86_64.'),
        options: text().optional().describe('The end of /proc/cmdline: console=ttyS0 net.ifnames=0.'),
      },
      'a map with release, version, machine, options',
    ).optional(),
    windows: windows.optional(),
  },
  'a map with family, release, kernel, windows',
).describe('The operating system.')

const hotplug = {
  online: flag().optional().describe('true without it.'),
  canOffline: flag().optional(),
  error: errno.optional().describe('The kernel refuses to change it, with that error.'),
}

/** A map in which each of these keys may stand, with the same kind of value. */
function eachOf<const K extends readonly string[], V extends z.ZodType>(keys: K, value: V) {
  const shape = Object.fromEntries(keys.map(key => [key, value.optional()])) as Record<K[number], z.ZodOptional<V>>
  return map(shape, `a map with ${keys.slice(0, 4).join(', ')}, …`)
}

const vcpu = map(
  {
    ...hotplug,
    times: eachOf(CPU_STATES, duration)
      .optional()
      .describe('What it has done at the start. Without idle: the rest of the uptime.'),
  },
  'a map with online, canOffline, times, error',
)

const VCPUS = 'a count from 1 to 4096, or a list'

export const vcpus = z
  .union(
    [
      integer(1, 4096, VCPUS),
      list(vcpu, VCPUS)
        .min(1, { error: says(VCPUS) })
        .max(4096, { error: says(VCPUS) }),
    ],
    { error: says(VCPUS) },
  )
  .describe('How many, or a list with the state of each. The first can not go offline unless it says so.')

const AVERAGES = 'three numbers: the averages over 1, 5 and 15 minutes'
const average = z
  .number({ error: says(AVERAGES) })
  .min(0, { error: says(AVERAGES) })
  .max(10_000, { error: says(AVERAGES) })

export const load = map(
  {
    averages: z
      .array(average, { error: says(AVERAGES) })
      .length(3, { error: says(AVERAGES) })
      .optional()
      .describe('Load over 1, 5 and 15 minutes at the start; 0 without it.'),
    running: integer(0, 10_000).optional().describe('How many programs take a processor all the time; 0 without it.'),
  },
  'a map with averages, running',
).describe('How busy the guest is, besides the programs that the agent starts.')

export const memory = map(
  {
    size: size.optional().describe('RAM. 512MiB without it.'),
    blockSize: size.optional().describe('Of a hotplug block. 0: no memory hotplug. Without it what Linux chooses.'),
    machine: choice(MACHINE_TYPES)
      .optional()
      .describe('Of QEMU: where the hole below 4 GiB begins, and what DMI tells. q35 without it.'),
    blocks: removable(
      entries(
        matching(/^(?:0|[1-9]\d{0,9})$/, 'the index of a memory block'),
        map(hotplug, 'a map with online, canOffline, error'),
        'a map of block indexes',
      ),
    ).describe('Blocks that differ from the rest, by phys-index.'),
  },
  'a map with size, blockSize, machine, blocks',
).describe('RAM and its blocks.')

const deviceName = matching(/^[A-Za-z0-9][\w.-]*$/, 'a kernel name such as vda', 'Without /dev/.')

const stats = eachOf(DISK_COUNTERS, count).describe('What /proc/diskstats has counted at the start; 0 without it.')

const partition = map({ name: deviceName, size, stats: stats.optional() }, 'a map with name and size')

const ccw = map(
  {
    cssid: integer(0, 255).optional(),
    ssid: integer(0, 3).optional(),
    subchno: integer(0, 65535),
    devno: integer(0, 65535),
  },
  'a map with cssid, ssid, subchno, devno',
)

const disk = map(
  {
    name: deviceName.describe('Kernel name: vda, sda, sr0.'),
    size,
    bus: choice(DISK_BUSES)
      .optional()
      .describe('How it is attached. Without it by its name: vd* virtio, sd* scsi, sr* sata.'),
    busNumber: integer(0, 255).optional().describe('The channel of an IDE disk; 0 without it.'),
    target: integer(0, 65535).optional(),
    unit: integer(0, 65535).optional(),
    pci: matching(
      /^none$|^(?:[\da-fA-F]{4}:)?[\da-fA-F]{2}:[01][\da-fA-F]\.[0-7]$/,
      'a PCI address such as 0000:04:00.0, or none',
    )
      .optional()
      .describe('The function that carries it. Without it where virt-install puts it. none: the agent finds none.'),
    ccw: ccw.optional().describe('Its address on an s390 machine, in place of one of PCI.'),
    device: matching(/^\d{1,4}:\d{1,7}$/, 'device numbers such as "254:0"')
      .optional()
      .describe('Major and minor number: "254:0". Without it what the kind of disk has.'),
    serial: text().optional().describe('As udev tells it; without it the disk tells none.'),
    slaves: list(deviceName, 'a list of disks and partitions')
      .optional()
      .describe('What it lies on: the parts of a volume (dm-0) or a software RAID (md0).'),
    alias: text().optional().describe('Its name in the device mapper: vg-root.'),
    smart: eachOf(SMART_VALUES, count)
      .optional()
      .describe('What an NVMe disk tells of its health; without it a temperature of 323 kelvins and else 0.'),
    stats: stats.optional(),
    partitions: z
      .union([z.array(partition), z.record(deviceName, size)], { error: says('a list, or a map of names to sizes') })
      .optional()
      .describe('In order of their device numbers.'),
  },
  'a map with name, size, …',
)

export const disks = list(disk, 'a list of disks').describe('In the order in which the kernel found them.')

const mount = map(
  {
    source: text().describe('Kernel name of a disk or partition (vda1), or what a virtual one has (tmpfs, proc).'),
    path: absolutePath.describe('Where it is mounted.'),
    type: text().describe('ext4, xfs, vfat, tmpfs, …'),
    options: text().optional().describe('As in /proc/mounts; "rw,relatime" without it. ro makes it read-only.'),
    size: size.optional().describe('Capacity. Without it that of the device; for a tmpfs half of the RAM.'),
    used: size.optional().describe('Taken before the files of the scenario count; 0 without it.'),
    reserved: size
      .optional()
      .describe('Kept for root. Without it what mke2fs and Linux keep of an ext file system, of others 0.'),
    root: absolutePath
      .optional()
      .describe('What of the file system is mounted: the folder of a bind mount, a subvolume. / without it.'),
    trim: z
      .union([errno, size], { error: says('a size or the name of an error such as EOPNOTSUPP') })
      .optional()
      .describe('What guest-fstrim discards, or the error it meets. Without it what is free.'),
    freezeError: errno.optional().describe('Freezing fails with that error.'),
    openError: errno.optional().describe('Opening the mount point fails with that error.'),
    sysfsError: errno
      .optional()
      .describe('Its device is not in /sys/dev/block: guest-get-fsinfo fails with that error, mostly ENOENT.'),
  },
  'a map with source, path, type, …',
)

export const mounts = list(mount, 'a list of mounts').describe('The mount table, in order. "/" must be in it.')

const statistics = map(
  {
    rxBytes: count.optional(),
    rxPackets: count.optional(),
    rxErrs: count.optional(),
    rxDropped: count.optional(),
    txBytes: count.optional(),
    txPackets: count.optional(),
    txErrs: count.optional(),
    txDropped: count.optional(),
  },
  'a map with rxBytes, rxPackets, rxErrs, rxDropped, txBytes, txPackets, txErrs, txDropped',
)

/** Linux has up to 15 characters without blanks; Windows more, and blanks: Loopback Pseudo-Interface 1. */
const INTERFACE_NAME = /^[^\s\x00-\x1f\x7f/:](?:[^\x00-\x1f\x7f/:]{0,254}[^\s\x00-\x1f\x7f/:])?$/

const MAC = /^(?:none|[0-9a-fA-F]{2}(?::[0-9a-fA-F]{2}){5})$/

const networkInterface = map(
  {
    name: matching(INTERFACE_NAME, 'the name of an interface such as eth0 or Ethernet 2'),
    mac: matching(MAC, 'a MAC address such as 52:54:00:12:34:56, or none')
      .optional()
      .describe('none: there is not even one of zeros, as of the loopback of Windows.'),
    addresses: list(matching(ADDRESS_TEXT, ADDRESS_EXPECTED), 'a list of addresses')
      .optional()
      .describe('With their prefix: 192.168.122.10/24. -1: the prefix is not known.'),
    statistics: statistics.optional().describe('Counters; 0 without them.'),
    mtu: integer(68, 65536).optional(),
    up: flag().optional().describe('true without it.'),
  },
  'a map with name, mac, addresses, …',
)

const route = map(
  {
    interface: text('the name of an interface'),
    destination: matching(ADDRESS_TEXT, ADDRESS_EXPECTED).describe('With its prefix: 10.0.0.0/8, 0.0.0.0/0, ::/0.'),
    gateway: matching(/^[\da-fA-F.:]+$/, 'an address such as 192.168.122.1')
      .optional()
      .describe('Without it the destination is on the link.'),
    metric: integer(0, 0xffff_ffff).optional().describe('0 for IPv4, 1024 for IPv6 without it.'),
    mtu: integer(0, 65_535).optional(),
  },
  'a map with interface, destination, gateway, metric, mtu',
)

export const network = map(
  {
    interfaces: list(networkInterface, 'a list of interfaces').optional().describe('In order of their index.'),
    routes: list(route, 'a list of routes')
      .optional()
      .describe(
        'The main routing table. Without it what follows from the addresses, and the first address of the network as gateway.',
      ),
    listening: sockets.optional().describe('Sockets that wait for others. None without it.'),
  },
  'a map with interfaces, routes, listening',
).describe('Network interfaces. Without it the loopback alone.')

const outcome = choice(['ok', 'unsupported', 'fails'])

export const suspend = map(
  {
    disk: choice(['ok', 'poweroff', 'unsupported', 'fails']).optional(),
    ram: choice(['ok', 'idle', 'unsupported', 'fails']).optional(),
    hybrid: outcome.optional(),
  },
  'a map with disk, ram, hybrid',
).describe('What becomes of an attempt to suspend. unsupported without it.')
