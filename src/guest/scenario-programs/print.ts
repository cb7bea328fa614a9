import type { ProgramOutput, ProgramPrint } from '../config.js'
import type { Wait } from '../wait.js'
import { type Context, readGuestFile, render, renderText } from './render.js'
import type { Writer } from './writer.js'

export const STDOUT = 1
export const STDERR = 2

/** Errors come first, and output when its buffer is full. Throws Errno for a file that can't be read. */
export function* printOnce(
  { stdout, stderr }: ProgramPrint,
  writer: Writer,
  context: Context,
): Generator<Wait, void, void> {
  yield* put(STDERR, stderr, writer, context)
  yield* put(STDOUT, stdout, writer, context)
}

function* put(
  fd: number,
  output: ProgramOutput | undefined,
  writer: Writer,
  context: Context,
): Generator<Wait, void, void> {
  if (output === undefined) return
  if (output.kind === 'fill') {
    const stream = fd === STDOUT ? 'stdout' : 'stderr'
    return yield* writer.writeContent(fd, output, `${context.argv.join(' ')}#${stream}`)
  }
  yield* writer.write(fd, bytesOf(output, context))
}

export function bytesOf(output: Exclude<ProgramOutput, { kind: 'fill' }>, context: Context): Uint8Array {
  switch (output.kind) {
    case 'bytes':
      return output.bytes
    case 'template':
      return render(output.text, context)
    case 'file':
      return readGuestFile(context.guest, renderText(output.path, context))
  }
}
