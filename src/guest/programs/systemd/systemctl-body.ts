/** systemctl as a process: it waits for what it has begun. */
import type { Ending } from '../../processes.js'
import { play } from '../../tasks/play.js'
import type { Task } from '../../tasks/task.js'
import type { Wait } from '../../wait.js'
import { jobFailure } from './job-failure.js'
import { systemctlWith } from './systemctl.js'
import type { Job } from './unit-control.js'

const FAILED = 1

export function* systemctlBody(task: Task): Generator<Wait, Ending, void> {
  const { argv, environ, env, cwd, pid, guest } = task
  const jobs: Job[] = []
  const program = systemctlWith(jobs)
  const outcome = yield* task.call(() => program({ argv, environ, env, cwd, pid, guest, stdin: new Uint8Array(0) }))
  const complaints: string[] = []
  for (const { name, stops } of jobs) {
    while (isMoving(task, name)) yield guest.services.changed.wait
    const text = stops ? undefined : jobFailure(guest.services.get(name))
    if (text !== undefined) complaints.push(text)
  }
  if (complaints.length === 0) return yield* play(() => outcome)(task)
  const stderr = `${Buffer.from(outcome.stderr ?? '').toString('utf8')}${complaints.join('')}`
  return yield* play(() => ({ ...outcome, stderr, exitCode: FAILED }))(task)
}

function isMoving({ guest }: Task, name: string): boolean {
  const unit = guest.services.get(name)
  if (unit?.isQueued) return true
  if (unit?.exec === undefined) return false
  if (unit.sub === 'auto-restart') return false
  return ['activating', 'deactivating', 'reloading'].includes(unit.active)
}
