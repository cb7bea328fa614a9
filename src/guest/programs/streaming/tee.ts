import { Errno } from '../../errno.js'
import { quotedIfNeeded } from '../quote.js'
import { program } from './console.js'
import { closeInput, eachPiece } from './input.js'

const SIGINT = 2

export const tee = program(function* (console) {
  const { task } = console
  const options = yield* console.options(['a,append', 'i,ignore-interrupts', 'p'])
  if (options.has('i')) task.dispositions.set(SIGINT, 'ignore')
  const append = options.has('a')
  const outputs: { readonly fd: number; readonly name: string }[] = [{ fd: 1, name: 'standard output' }]
  for (const name of options.operands) {
    try {
      const flags = { read: false, write: true, create: true, append, truncate: !append }
      const opened = yield* task.open(name, flags, 0o666 & ~task.umask)
      outputs.push({ fd: task.descriptors.add(opened, 3), name: quotedIfNeeded(name) })
    } catch (error) {
      if (!(error instanceof Errno)) throw error
      yield* console.warn(`${quotedIfNeeded(name)}: ${error.text}`)
    }
  }
  yield* eachPiece(task, '-', function* (bytes) {
    for (const output of [...outputs]) {
      try {
        if (task.descriptors.has(output.fd)) yield* task.write(output.fd, bytes)
      } catch (error) {
        if (!(error instanceof Errno)) throw error
        outputs.splice(outputs.indexOf(output), 1)
        yield* console.warn(`${output.name}: ${error.text}`)
      }
    }
    return outputs.length > 0
  })
  for (const { fd } of outputs) closeInput(task, fd)
  return undefined
})
