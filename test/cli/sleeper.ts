import { spawn } from 'node:child_process'
import { onTestFinished } from 'vitest'

/** A process that goes by that name, until the test is over. Returns its id. */
export function startSleeper(name: string): number {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], { argv0: name, stdio: 'ignore' })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child.pid ?? 0
}
