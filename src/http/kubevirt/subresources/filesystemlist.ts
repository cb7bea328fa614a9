import type { HttpJson } from '../../json.js'
import type { GuestFilesystem } from '../guest-agent/guest-info.js'
import { reading } from './define-subresource.js'

export const filesystemlist = reading('filesystemlist', ({ filesystems = [] }) => ({
  metadata: {},
  items: filesystems.map(filesystem),
}))

export function filesystem(it: GuestFilesystem): HttpJson {
  return {
    diskName: it.diskName,
    mountPoint: it.mountPoint,
    fileSystemType: it.fileSystemType,
    // virt-api reads numbers as doubles, and writes them so.
    usedBytes: Number(it.usedBytes),
    totalBytes: Number(it.totalBytes),
    disk:
      it.disk.length === 0
        ? undefined
        : it.disk.map(({ serial, busType }) => ({ serial: serial || undefined, busType })),
  }
}
