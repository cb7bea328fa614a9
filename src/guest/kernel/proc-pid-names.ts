/** What the kernel calls a process. */
import type { Process } from '../processes.js'

/** It keeps 15 bytes of a program's name. */
const COMM_LENGTH = 15
const INIT = 1
const KTHREADD = 2

/** The last component of the program's path: "qemu-ga". */
export function comm({ pid, argv }: Process): string {
  const [first = ''] = argv
  if (/^\[.*\]$/.test(first)) return first.slice(1, -1)
  // systemd renames itself, whatever the link is called that it was started by.
  if (pid === INIT && first === '/sbin/init') return 'systemd'
  const path = first.split(' ')[0] ?? ''
  return path
    .slice(path.lastIndexOf('/') + 1)
    .replace(/:$/, '')
    .replace(/^[-@](?=.)/, '')
    .slice(0, COMM_LENGTH)
}

/** A scenario writes the name of one in brackets, as ps(1) does: "[kworker/0:1]". */
export function isKernelThread({ pid, ppid, argv }: Process): boolean {
  return ppid === KTHREADD || pid === KTHREADD || /^\[.*\]$/.test(argv[0] ?? '[]')
}
