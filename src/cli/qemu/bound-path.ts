import { fstatSync, readFileSync } from 'node:fs'

/**
 * The path that a unix socket was bound to, of which Node knows nothing when it has inherited it: Linux tells that in
 * /proc/net/unix, by the inode of the socket. Empty where that is not to be found out.
 */
export function boundPath(fd: number): string {
  try {
    const inode = String(fstatSync(fd).ino)
    const line = readFileSync('/proc/net/unix', 'latin1')
      .split('\n')
      .find(it => it.split(/ +/)[6] === inode)
    return Buffer.from(line?.split(/ +/).slice(7).join(' ') ?? '', 'latin1').toString('utf8')
  } catch {
    return ''
  }
}

export function isSocket(fd: number): boolean {
  try {
    return fstatSync(fd).isSocket()
  } catch {
    return false
  }
}
