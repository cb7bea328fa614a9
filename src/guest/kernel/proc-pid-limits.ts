/** /proc/PID/limits, as systemd 252 leaves them to its services. */
import type { Guest } from '../guest.js'
import type { Process } from '../processes.js'

const INIT = 1
const UNLIMITED = 'unlimited'
/** A thread takes 16 KiB of stack, and all of them an eighth of the memory; a user may have half of them. */
const MEMORY_OF_A_THREAD = 16_384n * 8n * 2n

/** RLIMIT_NPROC and RLIMIT_SIGPENDING. */
export function signalsLimit({ config }: Guest): bigint {
  return (config.memory.size * 967n) / 1000n / MEMORY_OF_A_THREAD
}

export function limits(guest: Guest, { pid }: Process): string {
  const threads = String(signalsLimit(guest))
  const rows: [name: string, soft: string, hard: string, units: string][] = [
    ['Limit', 'Soft Limit', 'Hard Limit', 'Units'],
    ['Max cpu time', UNLIMITED, UNLIMITED, 'seconds'],
    ['Max file size', UNLIMITED, UNLIMITED, 'bytes'],
    ['Max data size', UNLIMITED, UNLIMITED, 'bytes'],
    ['Max stack size', '8388608', UNLIMITED, 'bytes'],
    ['Max core file size', '0', UNLIMITED, 'bytes'],
    ['Max resident set', UNLIMITED, UNLIMITED, 'bytes'],
    ['Max processes', threads, threads, 'processes'],
    ['Max open files', ...openFiles(pid), 'files'],
    ['Max locked memory', '8388608', '8388608', 'bytes'],
    ['Max address space', UNLIMITED, UNLIMITED, 'bytes'],
    ['Max file locks', UNLIMITED, UNLIMITED, 'locks'],
    ['Max pending signals', threads, threads, 'signals'],
    ['Max msgqueue size', '819200', '819200', 'bytes'],
    ['Max nice priority', '0', '0', ''],
    ['Max realtime priority', '0', '0', ''],
    ['Max realtime timeout', UNLIMITED, UNLIMITED, 'us'],
  ]
  return rows
    .map(
      ([name, soft, hard, units]) => `${name.padEnd(25)} ${soft.padEnd(20)} ${hard.padEnd(20)} ${units.padEnd(10)}\n`,
    )
    .join('')
}

function openFiles(pid: number): [soft: string, hard: string] {
  return pid === INIT ? ['1048576', '1048576'] : ['1024', '524288']
}
