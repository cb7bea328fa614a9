import { quotedIfNeeded, quotedWord } from '../../../programs/quote.js'
import { tool } from '../../../programs/tool.js'
import { contentOf, linesOf, printLatin1 } from './lines.js'

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

export const nl = tool(tool => {
  const options = tool.options(OPTIONS)
  for (const name of ['l', 'd'] as const) if (options.has(name)) throw tool.fail(`mockvm doesn't do -${name} yet`)
  const styles = {
    body: options.value('b') ?? 't',
    header: options.value('h') ?? 'n',
    footer: options.value('f') ?? 'n',
  }
  for (const [part, style] of Object.entries(styles)) {
    if (style.startsWith('p')) throw tool.fail(`mockvm doesn't do ${part} numbering by a pattern yet`)
    if (!/^[atn]$/.test(style)) throw tool.usage(`invalid ${part} numbering style: ${quotedWord(style)}`)
  }
  const width = Number(options.value('w') ?? 6)
  const format = options.value('n') ?? 'rn'
  if (!/^(?:ln|rn|rz)$/.test(format)) throw tool.usage(`invalid line numbering format: ${quotedWord(format)}`)
  const separator = options.value('s') ?? '\t'
  const start = Number(options.value('v') ?? 1)
  let number = start
  let section: keyof typeof styles = 'body'
  const shown = () => {
    const text = String(number)
    return format === 'ln' ? text.padEnd(width) : text.padStart(width, format === 'rz' ? '0' : ' ')
  }
  for (const operand of options.operands.length === 0 ? ['-'] : options.operands) {
    const copy = () => {
      for (const line of linesOf(contentOf(tool, operand))) {
        const mark = /^(?:\\:){1,3}$/.test(line) ? line.length / 2 : 0
        if (mark > 0) {
          section = mark === 3 ? 'header' : mark === 2 ? 'body' : 'footer'
          if (!options.has('p')) number = start
          tool.print('\n')
          continue
        }
        const style = styles[section]
        if (style === 'a' || (style === 't' && line !== '')) {
          tool.print(shown() + separator)
          number += Number(options.value('i') ?? 1)
        } else tool.print(' '.repeat(width + separator.length))
        printLatin1(tool, `${line}\n`)
      }
    }
    tool.attempt(copy, text => `${quotedIfNeeded(operand)}: ${text}`)
  }
})
