/** What the schema can't see in a Windows guest. */
import { isSameName, isValidName } from '../guest/windows/names.js'
import { timeZoneNames } from '../guest/windows/time-zones.js'
import { wrongBuses, wrongFolders, wrongSystemVolume } from './check-volumes.js'
import { checkWindowsFiles } from './check-windows-files.js'
import type { Finding } from './explain.js'
import { known, unique } from './findings.js'
import type { ScenarioInput } from './schema.js'
import { disksOfVolume, pathOfVolume, toVolumeConfigs, volumesOf, windowsDisks } from './windows-config.js'

const DISK_NAME = /^(?:PhysicalDrive|CdRom)(?:0|[1-9]\d{0,3})$/

export function checkWindows(document: ScenarioInput): Finding[] {
  const wrongVolumes = volumes(document)
  // Where a path leads can be told only when it is clear what volumes there are.
  const files = wrongVolumes.length === 0 ? checkWindowsFiles(document) : []
  return [
    ...disks(document),
    ...wrongBuses(document),
    ...wrongVolumes,
    ...files,
    ...transport(document),
    ...timeZone(document),
    ...people(document),
  ]
}

function disks({ disks = [] }: ScenarioInput): Finding[] {
  const names = disks.map(({ name }, index) => [['disks', index, 'name'], name] as const)
  const odd = names.flatMap(([path, name]): Finding[] => {
    if (DISK_NAME.test(name)) return []
    return [{ path, expected: 'a name of Windows such as PhysicalDrive0 or CdRom0', got: JSON.stringify(name) }]
  })
  return [...unique(names, 'a name of its own'), ...odd]
}

function volumes(document: ScenarioInput): Finding[] {
  const all = volumesOf(document)
  const paths = all.map((volume, index) => [['volumes', index], pathOfVolume(volume)?.toUpperCase()] as const)
  const mounted = paths.flatMap(([path, name]) => (name === undefined ? [] : [[path, name] as const]))
  const guids = all.flatMap(({ guid }, index) =>
    guid === undefined ? [] : [[['volumes', index, 'guid'], guid.toLowerCase()] as const],
  )
  const diskNames = windowsDisks(document).map(({ name }) => name)
  const unknown = all.flatMap((volume, index) =>
    disksOfVolume(document, volume).flatMap((name, at) =>
      known(['volumes', index, 'disks', at], name, diskNames, 'a disk of disks'),
    ),
  )
  const both = all.flatMap(({ letter, folder }, index): Finding[] => {
    if (letter === undefined || folder === undefined) return []
    return [{ path: ['volumes', index], expected: 'letter or folder', got: 'both' }]
  })
  const full = toVolumeConfigs(document).flatMap(({ size, used }, index): Finding[] => {
    if (used <= size) return []
    return [{ path: ['volumes', index, 'used'], expected: `at most the size, ${size} bytes`, got: `${used}` }]
  })
  const drives = all.flatMap(({ letter, empty }) => (letter === undefined || empty ? [] : [letter.toUpperCase()]))
  const nowhere = all.flatMap(({ folder }, index): Finding[] => {
    if (folder === undefined || drives.includes(folder.slice(0, 1).toUpperCase())) return []
    const expected = `a folder on a volume with a letter: ${drives.join(', ')}`
    return [{ path: ['volumes', index, 'folder'], expected, got: JSON.stringify(folder) }]
  })
  const system = all.find(({ letter }) => letter?.toUpperCase() === 'C')
  const hint = 'Add - { letter: C, size: 40GiB }.'
  const none: Finding = { path: ['volumes'], expected: 'a volume with the letter C', got: 'none', hint }
  return [
    ...unique(mounted, 'a path of its own'),
    ...unique(guids, 'a GUID of its own'),
    ...unknown,
    ...both,
    ...full,
    ...nowhere,
    ...wrongFolders(document),
    ...wrongSystemVolume(document),
    ...tooLarge(document),
    ...(system === undefined || system.empty ? [none] : []),
  ]
}

/** A volume larger than what it lies on, or the first that goes beyond the end of its disk. */
function tooLarge(document: ScenarioInput): Finding[] {
  const taken = new Map<string, bigint>()
  const all = toVolumeConfigs(document)
  return volumesOf(document).flatMap((volume, index): Finding[] => {
    const { size = 0n, disks = [] } = all[index] ?? {}
    if (volume.size === undefined || disks.length === 0) return []
    const names = disks.map(({ name }) => name).join(', ')
    const room = disks.reduce((sum, disk) => sum + disk.size, 0n)
    const path = ['volumes', index, 'size']
    if (size > room) return [{ path, expected: `at most the size of ${names}, ${room} bytes`, got: `${size}` }]
    // Of a spanned volume nobody says how much of it lies where.
    if (disks.length > 1) return []
    const left = room - (taken.get(names) ?? 0n)
    taken.set(names, room - left + size)
    if (size <= left || left < 0n) return []
    return [{ path, expected: `at most ${left} bytes, which other volumes leave of ${names}`, got: `${size}` }]
  })
}

function transport({ agent }: ScenarioInput): Finding[] {
  if (agent?.transport !== 'unix-listen') return []
  const hint = 'qemu-ga on Windows knows no unix-listen.'
  return [{ path: ['agent', 'transport'], expected: 'virtio-serial or isa-serial', got: '"unix-listen"', hint }]
}

function timeZone({ os, clock }: ScenarioInput): Finding[] {
  const { timezone = 'UTC' } = clock ?? {}
  if (os?.windows?.timeZone || timeZoneNames(timezone) !== undefined) return []
  const hint = 'Write os.windows.timeZone: { standard: …, daylight: … } as well.'
  const expected = 'a time zone whose Windows name is known'
  return [{ path: ['clock', 'timezone'], expected, got: JSON.stringify(timezone), hint }]
}

function people({ users = {}, sessions = [] }: ScenarioInput): Finding[] {
  const names = Object.keys(users).flatMap((name): Finding[] => {
    if (isValidName(name)) return []
    return [{ path: ['users', name], atKey: true, expected: 'a name of an account', got: JSON.stringify(name) }]
  })
  const lines = sessions.map(({ line }, index) => [['sessions', index, 'line'], line] as const)
  const twins = Object.keys(users).flatMap((name, index, all): Finding[] => {
    const twin = all.slice(0, index).find(other => isSameName(other, name))
    if (twin === undefined) return []
    const got = `${JSON.stringify(name)}, which is ${JSON.stringify(twin)}`
    return [{ path: ['users', name], atKey: true, expected: 'a name of its own', got }]
  })
  return [...names, ...twins, ...unique(lines, 'a session of its own')]
}
