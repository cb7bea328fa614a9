/** The same again and again, as fast as somebody reads: `yes` and its like. */
import type { ProgramOutput, ProgramPrint } from '../config.js'
import type { Wait } from '../wait.js'
import { bytesOf, printOnce, STDERR, STDOUT } from './print.js'
import type { Context } from './render.js'
import { hasPlain } from './template-use.js'
import type { Writer } from './writer.js'

/** Small pieces are gathered to so many bytes. */
const BATCH = 65_536
/** What making a piece takes, in bytes that could be written meanwhile. */
const WORK = 256

/** Throws Errno for a file that can't be read. */
export function* repeatAtOnce(
  print: ProgramPrint,
  times: number,
  writer: Writer,
  context: Context,
): Generator<Wait, void, void> {
  const { stdout, stderr } = print
  if (stdout !== undefined && stderr === undefined) yield* repeat(STDOUT, stdout, times, writer, context)
  else if (stderr !== undefined && stdout === undefined) yield* repeat(STDERR, stderr, times, writer, context)
  else {
    for (let round = 1; round <= times; round++) {
      // Two streams in turn can't be gathered.
      yield* writer.write(STDOUT, NOTHING, WORK)
      yield* printOnce(print, writer, { ...context, round })
    }
  }
}

const NOTHING = new Uint8Array(0)

function* repeat(
  fd: number,
  output: ProgramOutput,
  times: number,
  writer: Writer,
  context: Context,
): Generator<Wait, void, void> {
  const isCounted = hasPlain(output, 'round')
  let batch: Batch | undefined
  for (let round = 1; round <= times; ) {
    if (output.kind === 'fill') {
      yield* writer.write(fd, NOTHING, WORK)
      yield* printOnce(fd === STDOUT ? { stdout: output } : { stderr: output }, writer, { ...context, round })
      round++
      continue
    }
    const piece = bytesOf(output, { ...context, round })
    const most = Math.min(times - round + 1, isCounted ? 1 : Math.ceil(BATCH / Math.max(1, piece.length)))
    // It is nearly always the same: the guest's time stands still, and files don't change.
    if (batch === undefined || batch.count !== most || Buffer.compare(batch.piece, piece) !== 0) {
      batch = { piece, count: most, bytes: piece.length === 0 ? piece : Buffer.alloc(piece.length * most, piece) }
    }
    yield* writer.write(fd, batch.bytes, WORK)
    round += most
  }
}

interface Batch {
  readonly piece: Uint8Array
  readonly count: number
  readonly bytes: Uint8Array
}
