/** What becomes of the run state when the guest moves: here where it leaves from, and there where it arrives. */
import type { MachineState, MachineStateSnapshot } from './machine-state.js'

export class Moving {
  readonly #machine: MachineState

  constructor(machine: MachineState) {
    this.#machine = machine
  }

  /** A guest that leaves stands still. */
  finishMigrate(): void {
    const { status } = this.#machine
    this.#machine.departed = status
    if (status === 'running' || status === 'suspended') this.#machine.halt('finish-migrate')
    else this.#machine.status = 'finish-migrate'
  }

  /** It does not leave after all: it is as before. */
  stay(): void {
    const departed = this.#takeDeparted()
    if (this.#machine.status !== 'finish-migrate' || departed === undefined) return
    this.#machine.status = departed
    if (departed === 'running') {
      this.#machine.tell({ event: 'RESUME' })
      this.#machine.run()
    } else if (departed === 'suspended') this.#machine.sleepOn()
  }

  /** It has left, and what is left of it here could go on. `told` is called before anything comes of that. */
  migrated(told: () => void): void {
    const departed = this.#takeDeparted()
    this.#machine.status = 'postmigrate'
    told()
    if (departed !== 'suspended') return
    if (this.#machine.sleepsOn) this.#machine.onRun = 'sleeps'
    else {
      // QEMU wakes the one that it keeps, which its vCPUs have to run for.
      this.#machine.onRun = 'boots'
      this.#machine.tell({ event: 'WAKEUP' })
    }
  }

  /** For the QEMU that it goes to. */
  depart(): MachineStateSnapshot {
    const { departed, status: now, sleepsOn } = this.#machine
    const status = departed ?? now
    // It is asleep there in a machine that runs, and that nothing can wake.
    return { ...this.#machine.snapshot(), status: status === 'suspended' && !sleepsOn ? 'running' : status }
  }

  /** Takes a guest over; `told` is called before it does anything. */
  arrive({ status, onRun, life }: MachineStateSnapshot, isPortOpen: boolean | undefined, told: () => void): void {
    const machine = this.#machine
    const isUp = status === 'running' || status === 'suspended'
    const runs = isUp && machine.runsOnArrival
    machine.onRun = status === 'suspended' ? 'sleeps' : onRun
    machine.portDue = isPortOpen
    machine.life.restore(life)
    machine.awaitVcpus(isUp ? 'paused' : status)
    if (runs) machine.tell({ event: 'RESUME' })
    told()
    if (runs) machine.run()
  }

  #takeDeparted() {
    const { departed } = this.#machine
    this.#machine.departed = undefined
    return departed
  }
}
