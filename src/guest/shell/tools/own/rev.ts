import { program } from '../../../programs/streaming/console.js'
import { toBytes, toText } from '../text.js'
import { eachOperandLine } from './each-operand.js'

export const rev = program(
  function* (console) {
    const { operands } = yield* console.options([])
    const turn = function* (line: string, hasEnd: boolean) {
      const text = toText(Buffer.from(line, 'latin1'))
      yield* console.print(toBytes([...text].reverse().join(''), false), hasEnd ? '\n' : '')
    }
    yield* eachOperandLine(console, operands, turn, { explain: (operand, text) => `cannot open ${operand}: ${text}` })
    return undefined
  },
  { shortName: true },
)
