/** The errors that QAPI's own machinery gives, with their texts; those of single commands stand with the commands. */

/** The only two classes that the guest agent knows. */
export type ErrorClass = 'GenericError' | 'CommandNotFound'

/** Those that QEMU's own monitor knows besides. */
export type MonitorErrorClass = ErrorClass | 'DeviceNotFound' | 'DeviceNotActive' | 'KVMMissingCap'

/** An error that is a reply: `{"error": {"class": …, "desc": …}}`. */
export class QapiError extends Error {
  override readonly name = 'QapiError'
  readonly class: MonitorErrorClass
  /** The text on the wire, the same as `message`. */
  readonly desc: string

  constructor(desc: string, errorClass: MonitorErrorClass = 'GenericError') {
    super(desc)
    this.class = errorClass
    this.desc = desc
  }
}

export const invalidJson = () => new QapiError('Invalid JSON syntax')
export const unsupported = () => new QapiError('this feature or command is not currently supported')

export const commandNotFound = (name: string) =>
  new QapiError(`The command ${name} has not been found`, 'CommandNotFound')

/** How versions word that a command is disabled. */
export type DisabledWording = 'for this instance' | 'for this instance, not found' | 'frozen or not' | 'not allowed'

export function commandDisabled(name: string, wording: DisabledWording, isFrozen: boolean): QapiError {
  if (wording === 'for this instance') return new QapiError(`The command ${name} has been disabled for this instance`)
  if (wording === 'for this instance, not found')
    return new QapiError(`The command ${name} has been disabled for this instance`, 'CommandNotFound')
  const why =
    wording === 'not allowed' ? ': the command is not allowed' : isFrozen ? ': the agent is in frozen state' : ''
  return new QapiError(`Command ${name} has been disabled${why}`, 'CommandNotFound')
}

export const notAnObject = () => new QapiError('QMP input must be a JSON object')
export const memberLacking = (member: string) => new QapiError(`QMP input lacks member '${member}'`)

export const memberMustBe = (member: string, type: 'a string' | 'an object') =>
  new QapiError(`QMP input member '${member}' must be ${type}`)
export const memberClashes = () => new QapiError("QMP input member 'execute' clashes with 'exec-oob'")
export const memberUnexpected = (member: string) => new QapiError(`QMP input member '${member}' is unexpected`)

export const parameterMissing = (path: string) => new QapiError(`Parameter '${path}' is missing`)
export const parameterUnexpected = (path: string) => new QapiError(`Parameter '${path}' is unexpected`)
export const parameterExpects = (path: string, what: string) => new QapiError(`Parameter '${path}' expects ${what}`)
export const parameterType = (path: string, expected: string) =>
  new QapiError(`Invalid parameter type for '${path}', expected: ${expected}`)
/** `what` is the parameter's name, or – for a bad enum value up to 5.2 – the value. */
export const invalidParameter = (what: string) => new QapiError(`Invalid parameter '${what}'`)
export const valueNotAccepted = (member: string, value: string) =>
  new QapiError(`Parameter '${member}' does not accept value '${value}'`)
