/** Entries of an image, as root owns them unless told otherwise. */
import type { FileConfig } from '../config.js'

export function directory(path: string, mode = 0o755, owner = 0, group = 0): FileConfig {
  return { kind: 'directory', path, mode, owner, group }
}

export function symlink(path: string, target: string): FileConfig {
  return { kind: 'symlink', path, target, mode: 0o777, owner: 0, group: 0 }
}

export function file(path: string, bytes: Uint8Array, mode: number): FileConfig {
  return { kind: 'file', path, content: { kind: 'bytes', bytes }, mode, owner: 0, group: 0 }
}

export function text(path: string, content: string, mode = 0o644): FileConfig {
  return file(path, Buffer.from(content, 'utf8'), mode)
}
