/** Files in which settings of the kernel stand: as an image brings them, or as they are in the guest by now. */
import type { FileConfig } from '../config.js'
import { unlessErrno } from '../errno.js'
import type { Files } from '../files/files.js'
import { lastName, parentPath } from '../files/names.js'

export interface SysctlFiles {
  /** Names in a folder, none if there is no such folder. */
  names(folder: string): readonly string[]
  text(path: string): string | undefined
}

/** Without a touch of the guest's own files: they are unpacked when somebody looks at them. */
export function filesOfImage(image: readonly FileConfig[]): SysctlFiles {
  const files = image.filter(({ path }) => path.includes('/sysctl.'))
  return {
    names: folder => files.filter(({ path }) => parentPath(path) === folder).map(({ path }) => lastName(path)),
    text(path) {
      const file = files.findLast(it => it.path === path)
      if (file?.kind !== 'file' || file.content.kind !== 'bytes') return undefined
      return Buffer.from(file.content.bytes).toString('utf8')
    },
  }
}

export function filesOfGuest(files: Files): SysctlFiles {
  return {
    names: folder => unlessErrno(() => files.readdir(folder)) ?? [],
    text: path => unlessErrno(() => files.readFile(path, 'utf8')),
  }
}
