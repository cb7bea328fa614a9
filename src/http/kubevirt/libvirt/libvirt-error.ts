/** What libvirt fails with, in the words that virt-launcher passes on. */

/** `Domain` of what the driver of QEMU says. */
const FROM_QEMU = 10
/** Of what libvirt's JSON says. */
const FROM_NONE = 0

const INTERNAL_ERROR = 1
const OPERATION_INVALID = 55
const AGENT_UNRESPONSIVE = 86

export class LibvirtError extends Error {
  override readonly name = 'LibvirtError'
  /** A virErrorNumber. */
  readonly code: number

  /** `message` becomes what Go's binding prints of it. */
  constructor(code: number, text: string, domain = FROM_QEMU) {
    super(`LibvirtError(Code=${code}, Domain=${domain}, Message='${text}')`)
    this.code = code
  }

  /** Nobody has answered: whoever asks again at once waits again. */
  get isUnresponsive(): boolean {
    return this.code === AGENT_UNRESPONSIVE
  }

  /** The guest doesn't run: nobody was asked. */
  get isInvalid(): boolean {
    return this.code === OPERATION_INVALID
  }
}

const internal = (text: string, domain?: number) => new LibvirtError(INTERNAL_ERROR, `internal error: ${text}`, domain)
const unresponsive = (why: string) => new LibvirtError(AGENT_UNRESPONSIVE, `Guest agent is not responding: ${why}`)

export const domainNotRunning = () =>
  new LibvirtError(OPERATION_INVALID, 'Requested operation is not valid: domain is not running')

export const notConnected = () => unresponsive('QEMU guest agent is not connected')
/** What came from it could not be read: only another connection of the agent's helps. */
export const hasFailed = () => unresponsive('QEMU guest agent is not available due to an error')
export const notNow = () => unresponsive('Guest agent not available for now')
export const disappeared = () => unresponsive('Guest agent disappeared while executing command')

export const noReplyObject = () => internal('Missing monitor reply object')
export const refused = (command: string, why: string) =>
  internal(`unable to execute QEMU agent command '${command}': ${why}`)

export const notJson = (line: string) =>
  internal(`cannot parse json ${line}: lexical error: invalid char in json text.`, FROM_NONE)
export const notAnObject = (line: string) => internal(`Parsed JSON reply '${line}' isn't an object`)
export const unknownReply = (line: string) => internal(`Unknown JSON reply '${line}'`)
export const tooMuch = (bytes: number) => internal(`No complete agent response found in ${bytes} bytes`)

/** For what nobody is told the failure of. */
export function ignoreLibvirtError(error: unknown): void {
  if (!(error instanceof LibvirtError)) throw error
}
