/** Disks and volumes as no Windows has them. */
import { plainFolder } from '../guest/windows/paths.js'
import type { Finding } from './explain.js'
import type { ScenarioInput } from './schema.js'
import { volumesOf } from './windows-config.js'

/** Buses that no driver of Windows tells, and what to write instead. */
const NO_BUSES: Readonly<Record<string, string>> = {
  fdc: '',
  uml: '',
  virtio: 'To Windows a disk of virtio-blk is one of SCSI: write scsi.',
  xen: 'To Windows a disk of Xen is one of SCSI: write scsi.',
}

export function wrongBuses({ disks = [] }: ScenarioInput): Finding[] {
  return disks.flatMap(({ bus }, index): Finding[] => {
    if (bus === undefined || !Object.hasOwn(NO_BUSES, bus)) return []
    const hint = NO_BUSES[bus]
    const more = hint === '' || hint === undefined ? {} : { hint }
    return [{ path: ['disks', index, 'bus'], expected: 'a bus that Windows knows', got: JSON.stringify(bus), ...more }]
  })
}

export function wrongFolders(document: ScenarioInput): Finding[] {
  return volumesOf(document).flatMap(({ folder }, index): Finding[] => {
    if (folder === undefined || plainFolder(folder) !== undefined) return []
    return [{ path: ['volumes', index, 'folder'], expected: 'a folder such as D:\\mnt', got: JSON.stringify(folder) }]
  })
}

/** Windows lies on a volume that nobody takes out. */
export function wrongSystemVolume(document: ScenarioInput): Finding[] {
  return volumesOf(document).flatMap(({ letter, kind }, index): Finding[] => {
    if (letter?.toUpperCase() !== 'C' || kind === undefined || kind === 'fixed') return []
    return [{ path: ['volumes', index, 'kind'], expected: 'fixed, as C has Windows on it', got: JSON.stringify(kind) }]
  })
}
