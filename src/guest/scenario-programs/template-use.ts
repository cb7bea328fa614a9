import type { ProgramConfig, ProgramOutput, ProgramPrint } from '../config.js'
import { parseTemplate } from './template.js'

/** Whether an answer has its standard input in it: it is read only then, since it may be long in coming. */
export function usesInput({ stdout, stderr, output = [], repeat, exitCode, effects }: ProgramConfig): boolean {
  const prints: ProgramPrint[] = [{ stdout, stderr }, ...output, ...(repeat === undefined ? [] : [repeat])]
  return (
    prints.some(print => [print.stdout, print.stderr].some(it => hasPlain(it, 'stdin'))) ||
    (typeof exitCode === 'object' && isWritten(exitCode.template, 'stdin')) ||
    isWritten([effects?.start, effects?.end], 'stdin')
  )
}

export function hasPlain(output: ProgramOutput | undefined, name: 'stdin' | 'round'): boolean {
  if (output?.kind === 'template') return isWritten(output.text, name)
  return output?.kind === 'file' && isWritten(output.path, name)
}

/** Anywhere in data. */
function isWritten(data: unknown, name: string): boolean {
  if (typeof data === 'string') return parseTemplate(data).some(part => part.kind === 'plain' && part.name === name)
  if (typeof data !== 'object' || data === null || ArrayBuffer.isView(data)) return false
  return Object.entries(data).some(([key, value]) => isWritten(key, name) || isWritten(value, name))
}
