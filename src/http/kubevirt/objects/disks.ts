/** The disks of a VM as KubeVirt knows them: under names of its own, whatever the guest calls them. */
import type { DiskBus } from '../../../guest/config.js'
import type { Vm } from '../../../vm.js'

export interface KubevirtDisk {
  /** "disk0". */
  readonly name: string
  readonly kind: 'disk' | 'cdrom'
  readonly bus: string
  /** That of libvirt: "vda", "sda". */
  readonly target: string
  /** Bytes. */
  readonly size: bigint
  readonly serial: string | undefined
}

/** KubeVirt has fewer of them than QEMU. */
const BUSES: Partial<Record<DiskBus, string>> = {
  virtio: 'virtio',
  nvme: 'virtio',
  scsi: 'scsi',
  sas: 'scsi',
  ide: 'sata',
  sata: 'sata',
  usb: 'usb',
}

/** Linux's and Windows' names of what takes discs. */
const DRIVE = /^(?:sr\d+|CdRom\d+)$/

/** Those of QEMU: what lies on others in the guest is the guest's affair. */
export function disksOf({ guest }: Vm): KubevirtDisk[] {
  const counts: Record<string, number> = {}
  const real = guest.config.disks.flatMap(disk => {
    const bus = BUSES[disk.busType]
    return disk.slaves !== undefined || bus === undefined ? [] : { disk, bus }
  })
  return real.map(({ disk: { name, size, serial }, bus }, index) => {
    const prefix = bus === 'virtio' ? 'vd' : 'sd'
    const count = counts[prefix] ?? 0
    counts[prefix] = count + 1
    const kind = DRIVE.test(name) ? 'cdrom' : 'disk'
    return { name: `disk${index}`, kind, bus, target: `${prefix}${letters(count)}`, size, serial }
  })
}

/** a, b, …, z, aa, ab, … */
function letters(count: number): string {
  const last = String.fromCharCode(97 + (count % 26))
  return count < 26 ? last : `${letters(Math.floor(count / 26) - 1)}${last}`
}
