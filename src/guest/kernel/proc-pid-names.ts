/** What the kernel calls a process. */
import { decodeName, encodeName } from '../files/names.js'
import type { Process } from '../processes.js'

/** It keeps 15 bytes of a program's name. */
const COMM_LENGTH = 15
const INIT = 1
const KTHREADD = 2

/** The last component of the program's path: "qemu-ga". Of a script it is its own name, not that of what interprets it. */
export function comm({ pid, argv, comm }: Process): string {
  if (comm !== undefined) return comm
  const [first = ''] = argv
  if (/^\[.*\]$/.test(first)) return first.slice(1, -1)
  // systemd renames itself, whatever the link is called that it was started by.
  if (pid === INIT && first === '/sbin/init') return 'systemd'
  const path = first.split(' ')[0] ?? ''
  return truncated(
    baseName(path)
      .replace(/:$/, '')
      .replace(/^[-@](?=.)/, ''),
  )
}

/** What the kernel makes of the path of a file that is executed. */
export function commOf(file: string): string {
  return truncated(baseName(file))
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function truncated(name: string): string {
  return name.length * 3 <= COMM_LENGTH ? name : decodeName(encodeName(name).subarray(0, COMM_LENGTH))
}

/** A scenario writes the name of one in brackets, as ps(1) does: "[kworker/0:1]". */
export function isKernelThread({ pid, ppid, argv }: Process): boolean {
  return ppid === KTHREADD || pid === KTHREADD || /^\[.*\]$/.test(argv[0] ?? '[]')
}
