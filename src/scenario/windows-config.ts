/** What only a Windows guest has: what a scenario leaves open is filled in as a plain setup leaves it. */
import type { DiskConfig, MountConfig } from '../guest/config.js'
import type {
  DeviceConfig,
  LogonConfig,
  VolumeConfig,
  WindowsConfig,
  WindowsUserConfig,
} from '../guest/windows/config.js'
import { SYSTEM_FOLDERS } from '../guest/windows/image.js'
import { KnownNames } from '../guest/windows/known-names.js'
import { placeOf, plainFolder } from '../guest/windows/paths.js'
import { timeZoneNames } from '../guest/windows/time-zones.js'
import { toDiskConfigs } from './disk-config.js'
import { parseInstant } from './instant.js'
import type { ScenarioInput } from './schema.js'
import { nanoseconds, parseSize } from './units.js'
import { parseCode } from './windows-schema.js'

type WindowsInput = NonNullable<NonNullable<ScenarioInput['os']>['windows']>
type VolumeInput = NonNullable<ScenarioInput['volumes']>[number]
type DiskInput = NonNullable<ScenarioInput['disks']>[number]

/** What QEMU's virtio devices are made by. */
const RED_HAT = 0x1af4
const SYSTEM_FOLDER = 'C:\\Windows\\System32'

/** The disks of a Windows guest by the names that Windows gives them; one alone without any. */
function windowsDisksOf({ disks }: ScenarioInput): readonly DiskInput[] {
  return disks ?? [{ name: 'PhysicalDrive0', size: '10GiB' }]
}

/** The volumes of a document, the default one included. */
export function volumesOf({ volumes }: ScenarioInput): readonly VolumeInput[] {
  return volumes ?? [{ letter: 'C' }]
}

export function windowsDisks(document: ScenarioInput): DiskConfig[] {
  const disks = windowsDisksOf(document).map((disk, index): DiskInput => {
    // Behind its root port every disk of virtio-blk has the same place; the driver calls itself one for SCSI.
    if (/^CdRom/.test(disk.name)) return { bus: 'sata', ...disk }
    return { bus: 'scsi', unit: 0, pci: rootPort(index), ...disk }
  })
  return toDiskConfigs({ ...document, disks })
}

/** As virt-install deals them out on q35: the first disk at port 4, others behind the balloon and the random numbers. */
function rootPort(index: number): string {
  return `0000:${(index === 0 ? 4 : index + 6).toString(16).padStart(2, '0')}:00.0`
}

/** `C:\`, or a folder with its backslash. */
export function pathOfVolume({ letter, folder }: VolumeInput): string | undefined {
  if (folder !== undefined) return `${plainFolder(folder) ?? folder}\\`
  return letter === undefined ? undefined : `${letter.toUpperCase()}:\\`
}

/** The names of the disks below a volume. */
export function disksOfVolume(document: ScenarioInput, { kind, disks }: VolumeInput): readonly string[] {
  if (disks !== undefined) return disks
  const wanted = kind === 'cdrom' ? /^CdRom/ : /^PhysicalDrive/
  return windowsDisksOf(document)
    .flatMap(({ name }) => (wanted.test(name) ? [name] : []))
    .slice(0, 1)
}

export function toVolumeConfigs(document: ScenarioInput): VolumeConfig[] {
  const all = windowsDisks(document)
  // A folder that several spell in other letters is one, and those of Windows are there before.
  const known = new KnownNames()
  for (const folder of SYSTEM_FOLDERS) known.add(placeOf(folder, 0))
  return volumesOf(document).map((volume, index) => {
    const { guid, kind = 'fixed', label = '', vssError, trimTakes = '3s', trimError } = volume
    const place = known.spell(placeOf(pathOfVolume(volume), index))
    const isMounted = pathOfVolume(volume) !== undefined
    const disks = disksOfVolume(document, volume).flatMap(name => all.filter(disk => disk.name === name))
    const { fileSystem = kind === 'cdrom' ? 'CDFS' : 'NTFS' } = volume
    const size =
      volume.size === undefined ? disks.reduce((sum, it) => sum + it.size, 0n) : (parseSize(volume.size) ?? 0n)
    const code = vssError === undefined ? undefined : parseCode(vssError)
    return {
      ...(guid !== undefined && { guid: guid.toLowerCase() }),
      ...(isMounted && { path: `${place.slice(1).replaceAll('/', '\\')}\\` }),
      ...(!volume.empty && { fileSystem }),
      place,
      label,
      kind,
      size,
      used: parseSize(volume.used ?? 0) ?? 0n,
      disks,
      ...(code !== undefined && { vssError: code }),
      trimTakes: nanoseconds(trimTakes),
      ...(trimError !== undefined && { trimError }),
    }
  })
}

/** The volumes as parts of the guest's tree. */
export function volumeMounts(document: ScenarioInput): MountConfig[] {
  return toVolumeConfigs(document)
    .filter(({ fileSystem }) => fileSystem !== undefined)
    .map(({ place, fileSystem = '', kind, size, used }) => {
      const type = /^FAT/i.test(fileSystem) ? 'vfat' : fileSystem.toLowerCase()
      return {
        source: place,
        path: place,
        type,
        options: kind === 'cdrom' ? 'ro' : 'rw',
        size,
        used,
        trim: 'EOPNOTSUPP',
      }
    })
}

function toUsers({ users = {} }: ScenarioInput): WindowsUserConfig[] {
  const given = Object.entries(users).filter((it): it is [string, NonNullable<(typeof it)[1]>] => it[1] !== null)
  const isThere = given.some(([name]) => name.toLowerCase() === 'administrator')
  // There is no Windows without one; that it is called so is English.
  const all: typeof given = isThere ? given : [['Administrator', {}], ...given]
  return all.map(([name, { gecos = '', administrator, profile }]) => ({
    name,
    fullName: gecos,
    isAdministrator: administrator ?? name.toLowerCase() === 'administrator',
    profile: profile ?? `C:\\Users\\${name}`,
  }))
}

function toSessions({ sessions = [] }: ScenarioInput): LogonConfig[] {
  return sessions.map(({ user, domain, line, time }) => {
    return { user, ...(domain !== undefined && { domain }), session: line, time: (parseInstant(time) ?? 0n) / 1000n }
  })
}

function toDevices({ devices = [] }: WindowsInput): DeviceConfig[] {
  return devices.map(({ name, vendor = RED_HAT, device, driverVersion, driverDate }) => {
    const date = driverDate === undefined ? undefined : parseInstant(driverDate)
    return {
      name,
      vendorId: parseCode(vendor) ?? RED_HAT,
      deviceId: parseCode(device) ?? 0,
      ...(driverVersion !== undefined && { driverVersion }),
      ...(date !== undefined && { driverDate: date }),
    }
  })
}

export function toWindowsConfig(document: ScenarioInput): WindowsConfig {
  const input = document.os?.windows ?? {}
  const { vss = {}, timeService = {}, passwordPolicy = {} } = input
  const { timezone = 'UTC' } = document.clock ?? {}
  return {
    product: input.product ?? 'Windows Server 2022 Standard',
    build: input.build ?? 20_348,
    version: input.version ?? '10.0',
    variant: input.variant ?? 'server',
    machine: input.machine ?? 'x86_64',
    systemFolder: SYSTEM_FOLDER,
    timeZone: input.timeZone ?? timeZoneNames(timezone) ?? { standard: timezone, daylight: timezone },
    volumes: toVolumeConfigs(document),
    users: toUsers(document),
    sessions: toSessions(document),
    passwordPolicy: {
      minimumLength: passwordPolicy.minimumLength ?? 0,
      isComplex: passwordPolicy.complexity ?? false,
    },
    vss: {
      isAvailable: vss.available ?? true,
      freezeTakes: nanoseconds(vss.freezeTakes ?? '2s'),
      holds: nanoseconds(vss.holds ?? '10s'),
      ...(vss.error && { error: { step: vss.error.step, code: parseCode(vss.error.code) ?? 0 } }),
    },
    timeService: {
      isRunning: timeService.running ?? true,
      ...(timeService.internet !== undefined && { hasInternet: timeService.internet }),
      syncTakes: nanoseconds(timeService.syncTakes ?? '5s'),
    },
    devices: toDevices(input),
  }
}
