import { closeSync, constants, openSync, readFileSync } from 'node:fs'

export interface Pseudoterminal {
  /** Of the end that a tool opens: "/dev/pts/3". Undefined where the host doesn't tell. */
  readonly path: string | undefined
  close(): void
}

/**
 * A pseudoterminal that stands in for QEMU's: it has a name, which nobody else's has meanwhile, and stays locked, since
 * Node can't unlock it. Who opens it gets EIO.
 */
export function openPseudoterminal(): Pseudoterminal {
  let fd: number
  try {
    fd = openSync('/dev/ptmx', constants.O_RDWR | constants.O_NOCTTY)
  } catch {
    return { path: undefined, close: () => {} }
  }
  return { path: pathOf(fd), close: () => closeSync(fd) }
}

/** Linux tells the number beside what else it knows of the file. */
function pathOf(fd: number): string | undefined {
  try {
    const [, index] = /^tty-index:\s*(\d+)$/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'latin1')) ?? []
    return index === undefined ? undefined : `/dev/pts/${index}`
  } catch {
    return undefined
  }
}
