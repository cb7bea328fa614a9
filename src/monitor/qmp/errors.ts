/** The errors of the monitor itself; those of single commands stand with the commands. */
import { QapiError } from '../../qapi/errors.js'

export const notNegotiated = () =>
  new QapiError("Expecting capabilities negotiation with 'qmp_capabilities'", 'CommandNotFound')
export const alreadyNegotiated = () =>
  new QapiError('Capabilities negotiation is already complete, command ignored', 'CommandNotFound')
export const noOob = (name: string) => new QapiError(`The command ${name} does not support OOB`)
export const deviceNotFound = (name: string) => new QapiError(`Device '${name}' not found`, 'DeviceNotFound')

/** What QEMU could do and mockvm can't: nobody shall take that for done. */
export const notSimulated = (what: string) => new QapiError(`mockvm: ${what} is not simulated`)

/** A mistake of ours must neither pass for an answer of QEMU nor end the host's process. */
export function internalError(name: string, cause: unknown): QapiError {
  process.emitWarning(cause instanceof Error ? cause : new Error(String(cause)))
  const text = cause instanceof Error ? cause.message : String(cause)
  return new QapiError(`mockvm: internal error in ${name}: ${text}`)
}
