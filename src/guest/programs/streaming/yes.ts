import { markEndless } from '../../tasks/endless.js'
import { textBytes } from '../output.js'
import { program } from './console.js'

/** As much as it writes at a time, and the work of it: time has to pass while it has readers that keep up. */
const SIZE = 8192
const WRITING = 25

export const yes = program(function* (console) {
  const { task } = console
  const { operands } = yield* console.options([])
  const line = textBytes(`${operands.length === 0 ? 'y' : operands.join(' ')}\n`)
  const bytes = Buffer.concat(Array.from({ length: Math.max(1, Math.floor(SIZE / line.length)) }, () => line))
  if (task.descriptors.has(1)) markEndless(task.descriptors.get(1))
  for (;;) {
    yield* task.work(WRITING)
    if (!task.descriptors.has(1)) return yield* console.fail('standard output: Bad file descriptor')
    yield* task.write(1, bytes)
  }
})
