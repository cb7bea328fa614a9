/**
 * Thrown out of a system call that would write to a frozen file system: the process waits, and nothing can end it, until
 * it is thawed. It is no error that a program could see.
 */
export class Frozen extends Error {
  override readonly name = 'Frozen'
}
