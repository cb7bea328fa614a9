/** Counts the changes of all objects, as etcd does. */

/** A cluster has a past of which nobody knows any more. */
const FIRST = 1000

export class Revisions {
  #current = FIRST

  get current(): number {
    return this.#current
  }

  next(): number {
    return ++this.#current
  }
}
