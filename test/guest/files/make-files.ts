import type { FileConfig, MountConfig } from '../../../src/guest/config.js'
import { Errno, type ErrnoCode } from '../../../src/guest/errno.js'
import { Files, type FilesOptions } from '../../../src/guest/files/files.js'

/** A file system with what a test needs of it; time stands at 1,000 ns unless told. */
export function makeFiles(options: Partial<FilesOptions> = {}): Files {
  return new Files({
    now: () => 1000n,
    random: (label, size) => Uint8Array.from({ length: size }, (_, i) => (label.length * 31 + i * 7) & 0xff),
    image: () => [],
    mounts: [],
    trees: new Map(),
    umask: 0o022,
    ...options,
  })
}

/** A file of an image with that text. */
export function textFile(path: string, text: string, mode = 0o644): FileConfig {
  const content = { kind: 'bytes', bytes: new TextEncoder().encode(text) } as const
  return { kind: 'file', path, mode, owner: 0, group: 0, content }
}

/** A mount of 1 MiB, unless told otherwise. */
export function mount(path: string, more: Partial<MountConfig> = {}): MountConfig {
  return { source: 'vda1', path, type: 'ext4', options: 'rw', size: 1n << 20n, used: 0n, trim: 0n, ...more }
}

/** The code of the errno that an action throws, or 'ok'. */
export function codeOf(action: () => unknown): ErrnoCode | 'ok' {
  try {
    action()
    return 'ok'
  } catch (error) {
    if (error instanceof Errno) return error.code
    throw error
  }
}

export const READ_ONLY = { read: true, write: false }
export const WRITE_ONLY = { read: false, write: true }
export const READ_WRITE = { read: true, write: true }
