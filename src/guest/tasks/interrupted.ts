/** A signal that the process catches has come while it waited in a system call: EINTR. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
}
