import { quotedIfNeeded, quotedWord } from '../../../programs/quote.js'
import { program } from '../../../programs/streaming/console.js'
import { eachOperandLine, printLatin1 } from './each-operand.js'

const OPTIONS = [
  ...[
    'b,body-numbering=',
    'h,header-numbering=',
    'f,footer-numbering=',
    'v,starting-line-number=',
    'i,line-increment=',
  ],
  ...[
    'l,join-blank-lines=',
    'n,number-format=',
    'p,no-renumber',
    's,number-separator=',
    'w,number-width=',
    'd,section-delimiter=',
  ],
]

export const nl = program(function* (console) {
  const options = yield* console.options(OPTIONS)
  for (const name of ['l', 'd'] as const)
    if (options.has(name)) return yield* console.fail(`mockvm doesn't do -${name} yet`)
  const styles = {
    body: options.value('b') ?? 't',
    header: options.value('h') ?? 'n',
    footer: options.value('f') ?? 'n',
  }
  for (const [part, style] of Object.entries(styles)) {
    if (style.startsWith('p')) return yield* console.fail(`mockvm doesn't do ${part} numbering by a pattern yet`)
    if (!/^[atn]$/.test(style)) return yield* console.usage(`invalid ${part} numbering style: ${quotedWord(style)}`)
  }
  const width = Number(options.value('w') ?? 6)
  const format = options.value('n') ?? 'rn'
  if (!/^(?:ln|rn|rz)$/.test(format))
    return yield* console.usage(`invalid line numbering format: ${quotedWord(format)}`)
  const separator = options.value('s') ?? '\t'
  const start = Number(options.value('v') ?? 1)
  let number = start
  let section: keyof typeof styles = 'body'
  const shown = () => {
    const text = String(number)
    return format === 'ln' ? text.padEnd(width) : text.padStart(width, format === 'rz' ? '0' : ' ')
  }
  const copy = function* (line: string) {
    const mark = /^(?:\\:){1,3}$/.test(line) ? line.length / 2 : 0
    if (mark > 0) {
      section = mark === 3 ? 'header' : mark === 2 ? 'body' : 'footer'
      if (!options.has('p')) number = start
      yield* console.print('\n')
      return
    }
    const style = styles[section]
    if (style === 'a' || (style === 't' && line !== '')) {
      yield* console.print(shown() + separator)
      number += Number(options.value('i') ?? 1)
    } else yield* console.print(' '.repeat(width + separator.length))
    yield* printLatin1(console, `${line}\n`)
  }
  const explain = (operand: string, text: string) => `${quotedIfNeeded(operand)}: ${text}`
  yield* eachOperandLine(console, options.operands, copy, { explain })
  return undefined
})
