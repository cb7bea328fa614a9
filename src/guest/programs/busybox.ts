/** BusyBox's one program: under another name it is the applet of that name, and its shell behind the usual links. */
import { Errno } from '../errno.js'
import { ash } from '../shell/dialect.js'
import { shellProgram } from '../shell/program.js'
import type { Body } from '../tasks/stream.js'

const shell = shellProgram(ash)
const FOLDERS = ['/bin', '/sbin', '/usr/bin', '/usr/sbin']
const NOT_FOUND = 127
const BANNER = 'BusyBox v1.36.1 multi-call binary.\n'

/** An applet is the program that the guest has in the folders of BusyBox's links; a script in its place is none. */
export const busybox: Body = function* (task) {
  const [own = '', name, ...args] = task.argv
  if (baseName(own) !== 'busybox') return yield* shell(task)
  if (name === undefined || name === '--help') {
    if (task.descriptors.has(1)) yield* task.write(1, Buffer.from(BANNER))
    return { exitCode: 0 }
  }
  if (name.startsWith('-')) return yield* refuse(`busybox: mockvm doesn't do ${name} yet\n`, 1)
  if (name === 'sh' || name === 'ash') {
    task.argv = [name, ...args]
    return yield* shell(task)
  }
  const path = FOLDERS.map(folder => `${folder}/${baseName(name)}`).find(path => task.guest.files.exists(path))
  if (path === undefined) return yield* refuse(`${baseName(name)}: applet not found\n`, NOT_FOUND)
  try {
    return yield* task.become({ path, argv: [name, ...args] })
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    return yield* refuse(`${baseName(name)}: applet not found\n`, NOT_FOUND)
  }

  function* refuse(text: string, exitCode: number) {
    if (task.descriptors.has(2)) yield* task.write(2, Buffer.from(text))
    return { exitCode }
  }
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
