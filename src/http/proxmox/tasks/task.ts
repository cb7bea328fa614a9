/** A task: a worker process of a node, which does something that takes its time, and writes a log. */
import type { HttpJson } from '../../json.js'
import { type Auth, parseAuthId } from '../access/auth.js'
import { PveError } from '../error.js'
import type { Guest } from '../vms/guest.js'
import { Interrupt, Interruption, VmClosed } from './interruption.js'
import type { Steps, Wait } from './steps.js'
import { type Upid, writeUpid } from './upid.js'

export interface Worker {
  print(line: string): void
}

export class Task {
  readonly upid: string
  readonly parts: Upid
  /** Whose clock it waits on. */
  readonly guest: Guest
  /** Resolves when it has ended, however that is. */
  readonly ended: Promise<void>
  readonly log: string[] = []
  #exitstatus: string | undefined
  #endtime: number | undefined
  #steps: Steps
  #stopWaiting = () => {}
  #resolve = () => {}

  /** It begins at once, and does what it can without waiting. */
  constructor(parts: Upid, guest: Guest, body: (worker: Worker) => Steps) {
    this.parts = parts
    this.upid = writeUpid(parts)
    this.guest = guest
    this.ended = new Promise(resolve => {
      this.#resolve = resolve
    })
    const stopListening = guest.vm.onEvent(({ type }) => {
      if (type === 'stop') this.#stop(new VmClosed())
    })
    void this.ended.then(stopListening)
    this.#steps = body({ print: line => this.log.push(line) })
    this.#go(() => this.#steps.next())
  }

  get isRunning(): boolean {
    return this.#exitstatus === undefined
  }

  /** "OK", or what went wrong; undefined while it runs. */
  get exitstatus(): string | undefined {
    return this.#exitstatus
  }

  get owner(): Auth {
    return parseAuthId(this.parts.user) ?? { user: this.parts.user, token: undefined }
  }

  /** What lists of tasks say of it. */
  describe(): { readonly [name: string]: HttpJson } {
    const { user, token } = this.owner
    return {
      ...this.parts,
      user,
      ...(token !== undefined && { tokenid: token }),
      upid: this.upid,
      ...(this.#endtime !== undefined && { endtime: this.#endtime }),
    }
  }

  /** As a signal does that its process gets. */
  interrupt(): void {
    this.#stop(new Interrupt())
  }

  #stop(interruption: Interruption): void {
    if (!this.isRunning) return
    this.#stopWaiting()
    this.#go(() => this.#steps.throw(interruption))
  }

  #go(resume: () => IteratorResult<Wait, void>): void {
    try {
      const step = resume()
      if (step.done === true) this.#end('OK')
      else this.#stopWaiting = step.value(() => this.#wake())
    } catch (error) {
      this.#end(reasonOf(error).trimEnd().replaceAll('\n', ' '))
    }
  }

  #wake(): void {
    // Another task that ends with the VM lets go of the lock.
    if (this.guest.isClosed) {
      this.#stop(new VmClosed())
      return
    }
    this.#stopWaiting()
    this.#go(() => this.#steps.next())
  }

  #end(exitstatus: string): void {
    // It may have been stopped in the midst of a step.
    if (!this.isRunning) return
    this.log.push(exitstatus === 'OK' ? 'TASK OK' : `TASK ERROR: ${exitstatus}`)
    this.#exitstatus = exitstatus
    // A VM that is put back takes the time of its host along.
    this.#endtime = Math.max(this.guest.hostSeconds, this.parts.starttime)
    this.#resolve()
  }
}

/** What nothing in Proxmox VE says is a fault of mockvm's. */
function reasonOf(error: unknown): string {
  const { message } = error as Error
  return error instanceof PveError || error instanceof Interruption ? message : `mockvm: ${message}`
}
