import { textBytes } from '../../../programs/output.js'
import { quotedIfNeeded, quotedWord } from '../../../programs/quote.js'
import { type Console, program } from '../../../programs/streaming/console.js'
import { closeInput } from '../../../programs/streaming/input.js'
import type { Wait } from '../../../wait.js'
import { eachOperandLine } from './each-operand.js'

const OPTIONS = [
  ...['c,count', 'd,repeated', 'D', 'i,ignore-case', 'u,unique', 'f,skip-fields=', 's,skip-chars=', 'w,check-chars='],
  'z,zero-terminated',
]

export const uniq = program(function* (console) {
  const options = yield* console.options(OPTIONS, { others: ['all-repeated?', 'group?'] })
  const [operand = '-', output, extra] = options.operands
  if (extra !== undefined) return yield* console.usage(`extra operand ${quotedWord(extra)}`)
  const fields = (yield* number(console, 'fields to skip', options.value('f'))) ?? 0
  const skipped = (yield* number(console, 'bytes to skip', options.value('s'))) ?? 0
  const width = yield* number(console, 'bytes to compare', options.value('w'))
  const key = (line: string) => {
    let rest = line
    for (let left = fields; left > 0; left--) rest = rest.replace(/^[ \t\n]*[^ \t\n]*/, '')
    const compared = rest.slice(skipped, width === undefined ? undefined : skipped + width)
    return options.has('i') ? compared.toLowerCase() : compared
  }
  const end = options.has('z') ? '\0' : '\n'
  const { task } = console
  const shownIn = function* (text: string) {
    if (outputFd === 1) yield* console.print(Buffer.from(text, 'latin1'))
    else yield* task.write(outputFd, Buffer.from(text, 'latin1'))
  }
  /** The first of those that are alike, or with -D all of them, and how many there were. */
  let group: string[] = []
  let count = 0
  let last: string | undefined
  const finish = function* () {
    if (count === 0 || (options.has('d') && count === 1) || (options.has('u') && count > 1)) return
    if (options.has('D')) {
      if (count > 1) yield* shownIn(group.map(line => line + end).join(''))
    } else yield* shownIn(`${options.has('c') ? `${String(count).padStart(7)} ` : ''}${group[0]}${end}`)
  }
  const take = function* (line: string) {
    const compared = key(line)
    if (compared !== last) {
      yield* finish()
      last = compared
      group = []
      count = 0
    }
    count++
    if (count === 1 || options.has('D')) group.push(line)
  }
  const explain = (name: string, text: string) => `${quotedIfNeeded(name)}: ${text}`
  const outputFd = yield* openOutput(console, output)
  yield* eachOperandLine(console, [operand], take, { end, explain })
  yield* finish()
  closeInput(task, outputFd)
  return undefined
})

function* openOutput({ task }: Console, name = '-'): Generator<Wait, number, void> {
  if (name === '-') return 1
  const flags = { read: false, write: true, create: true, truncate: true }
  return task.descriptors.add(yield* task.open(name, flags, 0o666 & ~task.umask), 3)
}

function* number(console: Console, what: string, text: string | undefined): Generator<Wait, number | undefined, void> {
  if (text === undefined) return undefined
  if (!/^\d+$/.test(text))
    return yield* console.fail(`${Buffer.from(textBytes(text)).toString('latin1')}: invalid number of ${what}`)
  return Number(text)
}
