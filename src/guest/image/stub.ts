/**
 * The file that stands for a program in the guest's file system: the magic number of an ELF executable and a note that
 * says which program it is. Copied or linked elsewhere it is still that program; overwritten it no longer is.
 */
export const STUB_MARK = /^\x7fELF.*\nmockvm (built-in|program): (\S+)\n/s

const ELF_HEADER = Buffer.from('7f454c46020101000000000000000000', 'hex')

export function stub(kind: 'built-in' | 'program', name: string): Uint8Array {
  return Buffer.concat([ELF_HEADER, Buffer.from(`\nmockvm ${kind}: ${name}\n`)])
}
