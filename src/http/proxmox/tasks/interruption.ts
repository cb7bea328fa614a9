/** What ends a task from outside, wherever it is. */
export class Interruption extends Error {}

/** A signal that its worker has got: it may clean up, and say what has come of it. */
export class Interrupt extends Interruption {
  constructor() {
    super('received interrupt')
  }
}

/** There is nothing left to do anything to. */
export class VmClosed extends Interruption {
  constructor() {
    super('the VM is closed')
  }
}
