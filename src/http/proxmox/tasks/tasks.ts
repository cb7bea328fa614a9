/** The tasks of a cluster: those that run, and the latest that have ended. */
import { type Auth, authId } from '../access/auth.js'
import type { Guest } from '../vms/guest.js'
import type { Pids } from './pids.js'
import type { Steps } from './steps.js'
import { Task, type Worker } from './task.js'

/** So many that have ended are remembered. */
const MOST = 1000

export class Tasks {
  readonly #pids: Pids
  #all: Task[] = []

  constructor(pids: Pids) {
    this.#pids = pids
  }

  /** The latest first. */
  list(): Task[] {
    return this.#all.toReversed()
  }

  find(upid: string): Task | undefined {
    return this.#all.find(task => task.upid === upid)
  }

  /** Begins one that is about a guest, and gives it. */
  begin(type: string, guest: Guest, auth: Auth, body: (worker: Worker) => Steps): Task {
    const parts = {
      node: guest.node,
      pid: this.#pids.next(),
      pstart: guest.nodeHundredths,
      starttime: guest.hostSeconds,
      type,
      id: String(guest.vmid),
      user: authId(auth),
    }
    const task = new Task(parts, guest, body)
    this.#all.push(task)
    this.#forget()
    return task
  }

  #forget(): void {
    if (this.#all.length <= MOST) return
    const oldest = this.#all.findIndex(({ isRunning }) => !isRunning)
    if (oldest !== -1) this.#all.splice(oldest, 1)
  }
}
