/** The file that stands for a program: what a PE file begins with, and a note that says which program it is. */
const HEADER = Buffer.from('4d5a90000300000004000000ffff0000', 'hex')
const MARK = /^MZ.*\nmockvm (built-in|program): ([^\n]+)\n/s

export interface ProgramMark {
  /** mockvm plays it; otherwise the scenario says what it does. */
  readonly isBuiltin: boolean
  /** "hostname.exe" */
  readonly name: string
}

export function programFile({ isBuiltin, name }: ProgramMark): Uint8Array {
  return new Uint8Array(
    Buffer.concat([HEADER, Buffer.from(`\nmockvm ${isBuiltin ? 'built-in' : 'program'}: ${name}\n`)]),
  )
}

/** Undefined for the bytes of anything else. */
export function programMark(bytes: Uint8Array): ProgramMark | undefined {
  const [, kind, name] = MARK.exec(Buffer.from(bytes.subarray(0, 1024)).toString('utf8')) ?? []
  return name === undefined ? undefined : { isBuiltin: kind === 'built-in', name }
}
