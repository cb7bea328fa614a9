/** Does a process wait in its main loop for something to happen? The kernel knows, so that nobody has to sleep. */
import { readFileSync } from 'node:fs'

/** poll(2) and ppoll(2), of which GLib's main loop uses one. What a spawn waits for is read(2) or wait4(2). */
const POLLS: Readonly<Partial<Record<NodeJS.Architecture, readonly string[]>>> = {
  x64: ['7', '271'],
  arm64: ['73'],
  riscv64: ['73'],
}

const polls = POLLS[process.arch]

/** How often a process has gone to sleep by itself; it grows whenever it is woken and has dealt with what woke it. */
export function countSleeps(pid: number): number {
  const status = readProc(pid, 'status')
  return Number(/^voluntary_ctxt_switches:\t(\d+)$/m.exec(status ?? '')?.[1] ?? 0)
}

/** `unknown` where the kernel doesn't tell (proc_pid_syscall(5)). */
function lookAt(pid: number): 'idle' | 'busy' | 'gone' | 'unknown' {
  const text = polls && readProc(pid, 'syscall')
  if (text === undefined) return isGone(pid) ? 'gone' : 'unknown'
  return polls?.includes(text.slice(0, text.indexOf(' '))) ? 'idle' : 'busy'
}

function readProc(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1')
  } catch {
    return undefined
  }
}

function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return false
  } catch {
    return true
  }
}

/** The next turn of the event loop: what lies in sockets has been read by then. */
export function turn(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve))
}

/** After that a process that wasn't woken isn't any more, in milliseconds: nobody told it, or the kernel doesn't tell. */
const SETTLE = 100

/**
 * Waits until a process has dealt with what it was sent, or is gone. `sleeps`: what countSleeps gave before it was sent;
 * for a moment a process that is being woken still looks as if it slept. Throws when it is busy for `timeout` ms.
 */
export async function untilIdle(pid: number, sleeps: number, timeout: number): Promise<void> {
  const start = performance.now()
  for (let looks = 1; ; looks++) {
    // In that order: it has slept anew, and is where it waits for more.
    const hasSlept = countSleeps(pid) > sleeps
    const state = lookAt(pid)
    if (state === 'gone' || (state === 'idle' && hasSlept)) return
    const waited = performance.now() - start
    if (state !== 'busy' && waited > SETTLE) return
    if (waited > timeout) throw new Error(`process ${pid} did not fall silent in ${timeout} ms`)
    // A long request costs the other core less if it isn't watched all the time.
    if (looks > 200) await new Promise(resolve => setTimeout(resolve, 1))
    else await turn()
  }
}
