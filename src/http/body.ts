/**
 * The body of an answer as HTTP frames it. One that is there already goes out with its length, as real servers send it; of one
 * that comes bit by bit, as the events of a watch do, the head goes out at once, however long the first bit takes.
 */
import { setImmediate as turn } from 'node:timers/promises'

export type Body =
  | { readonly isWhole: true; readonly bytes: Buffer<ArrayBuffer> }
  | { readonly isWhole: false; readonly stream: ReadableStream<Uint8Array<ArrayBuffer>> }

/** Reads what can be had within a turn of the event loop. */
export async function readBody(body: ReadableStream<Uint8Array<ArrayBuffer>> | null): Promise<Body> {
  const chunks: Uint8Array<ArrayBuffer>[] = []
  if (body === null) return { isWhole: true, bytes: Buffer.concat(chunks) }
  const reader = body.getReader()
  const over = turn()
  for (;;) {
    const reading = reader.read()
    const read = await Promise.race([reading, over])
    if (read === undefined) return { isWhole: false, stream: joined(chunks, reading, reader) }
    if (read.done) return { isWhole: true, bytes: Buffer.concat(chunks) }
    chunks.push(read.value)
  }
}

type Reader = ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>

/** What was read, what is being read, and the rest. */
function joined(chunks: readonly Uint8Array<ArrayBuffer>[], reading: ReturnType<Reader['read']>, reader: Reader) {
  let next: ReturnType<Reader['read']> | undefined = reading
  return new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk)
    },
    async pull(controller) {
      const { done, value } = await (next ?? reader.read())
      next = undefined
      if (done) controller.close()
      else controller.enqueue(value)
    },
    cancel: reason => reader.cancel(reason),
  })
}
