/** /dev/disk: the links that udev makes to block devices, by what blkid finds on them. */
import { type BlockDevice, blockDevices } from '../block-devices.js'
import type { SyntheticTree } from '../files/synthetic.js'
import type { Guest } from '../guest.js'
import { identify } from '../programs/storage/identity.js'
import { type Branch, type Directory, link, treeOf } from './branches.js'

/** The tree of /dev with `disk` in it, where there is anything to tell by. */
export function withDiskLinks(tree: SyntheticTree, guest: Guest): SyntheticTree {
  const links = treeOf(() => folders(guest))
  return {
    lookup(path) {
      if (path === 'disk' || path.startsWith('disk/')) {
        return guest.config.disks.length === 0 ? undefined : links.lookup(path.slice('disk/'.length))
      }
      const node = tree.lookup(path)
      if (path !== '' || node?.kind !== 'directory' || guest.config.disks.length === 0) return node
      return { ...node, entries: () => [...node.entries(), 'disk'] }
    },
  }
}

function folders(guest: Guest): Readonly<Record<string, Branch>> {
  const devices = blockDevices(guest.config.disks)
  const all = devices.map(device => ({ device, identity: identify(guest, device) }))
  const by = (nameOf: (it: (typeof all)[number]) => string | undefined): Directory => {
    const links = all.flatMap(it => {
      const name = nameOf(it)
      return name === undefined ? [] : [[escaped(name), link(`../../${it.device.name}`)] as const]
    })
    return () => Object.fromEntries(links)
  }
  const made: Readonly<Record<string, Directory>> = {
    'by-id': by(({ device }) => idOf(device)),
    'by-label': by(({ identity }) => identity.label),
    'by-partuuid': by(({ identity }) => identity.partUuid),
    'by-uuid': by(({ identity }) => identity.uuid),
  }
  return Object.fromEntries(Object.entries(made).filter(([, folder]) => Object.keys(folder()).length > 0))
}

/** "virtio-SERIAL-part1": of virtio's disks, whose serial is all that is known of them. */
function idOf({ name, disk, partition }: BlockDevice): string | undefined {
  if (disk.serial === undefined || !disk.name.startsWith('vd')) return undefined
  const part = partition === undefined ? '' : `-part${/\d+$/.exec(name)?.[0]}`
  return `virtio-${disk.serial.slice(0, 20)}${part}`
}

/** As udev writes what has no place in a name. */
function escaped(name: string): string {
  return name.replace(/[^\w.#+:=@-]/g, character =>
    [...Buffer.from(character)].map(byte => `\\x${byte.toString(16).padStart(2, '0')}`).join(''),
  )
}
