/** The numbers of processes on the nodes: of the QEMUs, and of the workers that carry out tasks. */
const FIRST = 1000

export class Pids {
  #last = FIRST - 1

  next(): number {
    this.#last++
    return this.#last
  }
}
