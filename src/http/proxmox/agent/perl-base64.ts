/** Bytes and characters as Perl confuses them: a character up to U+00FF is a byte, and no byte is more than that. */
import { died } from '../error.js'

/** In lines of so many characters, each with its line feed. */
const LINE = /.{1,76}/g

/** Where the API encodes what, as the text of its failure has it. */
const PLACES = {
  'file-write': '/usr/share/perl5/PVE/API2/Qemu/Agent.pm line 491',
  'set-user-password': '/usr/share/perl5/PVE/API2/Qemu/Agent.pm line 268',
  exec: '/usr/share/perl5/PVE/QemuServer/Agent.pm line 74',
} as const

type Where = keyof typeof PLACES

/** Throws PveError 500 for characters that are no bytes. */
export function encodeBase64(text: string, where: Where): string {
  if (/[^\0-\xff]/.test(text)) throw died(`Wide character in subroutine entry at ${PLACES[where]}.`)
  return Buffer.from(text, 'latin1').toString('base64')
}

/** As encodeBase64, broken into lines. */
export function encodeBase64Lines(text: string, where: Where): string {
  return encodeBase64(text, where).replace(LINE, '$&\n')
}

/** One character a byte. */
export function decodeBase64(text: string): string {
  return Buffer.from(text, 'base64').toString('latin1')
}
