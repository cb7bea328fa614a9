/** Modes and kinds of files as ls(1) and stat(1) write them. */
import type { FileKind, FileStat } from '../files/stat.js'

const KINDS: Readonly<Record<FileKind, { letter: string; bits: number; words: string }>> = {
  file: { letter: '-', bits: 0o100000, words: 'regular file' },
  directory: { letter: 'd', bits: 0o040000, words: 'directory' },
  symlink: { letter: 'l', bits: 0o120000, words: 'symbolic link' },
  fifo: { letter: 'p', bits: 0o010000, words: 'fifo' },
  character: { letter: 'c', bits: 0o020000, words: 'character special file' },
  block: { letter: 'b', bits: 0o060000, words: 'block special file' },
}

/** "-rw-r--r--" */
export function modeText({ kind, mode }: Pick<FileStat, 'kind' | 'mode'>): string {
  const triple = (shift: number, special: number, letter: string) => {
    const bits = mode >> shift
    const execute = (bits & 1) !== 0
    const last = (mode & special) !== 0 ? (execute ? letter : letter.toUpperCase()) : execute ? 'x' : '-'
    return `${(bits & 4) !== 0 ? 'r' : '-'}${(bits & 2) !== 0 ? 'w' : '-'}${last}`
  }
  return KINDS[kind].letter + triple(6, 0o4000, 's') + triple(3, 0o2000, 's') + triple(0, 0o1000, 't')
}

/** st_mode: the kind of file and the permission bits. */
export function rawMode({ kind, mode }: Pick<FileStat, 'kind' | 'mode'>): number {
  return KINDS[kind].bits | mode
}

/** "regular empty file" */
export function kindWords({ kind, size }: Pick<FileStat, 'kind' | 'size'>): string {
  return kind === 'file' && size === 0n ? 'regular empty file' : KINDS[kind].words
}
