import { SECOND } from './local-time.js'
import { quoted } from './quote.js'
import { tool } from './tool.js'

const UNITS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86400 }
const INTERVAL = /^\+?((?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|inf(?:inity)?)([smhd]?)$/i
/** Past what int64 nanoseconds hold, 292 years, nobody can tell. */
const LONGEST = 2 ** 63

export const sleep = tool(tool => {
  const { operands } = tool.options([])
  if (operands.length === 0) throw tool.usage('missing operand')
  let seconds = 0
  for (const operand of operands) {
    const match = INTERVAL.exec(operand)
    if (match === null) tool.warn(`invalid time interval ${quoted(operand)}`)
    else seconds += Number((match[1] ?? '').replace(/^inf.*$/i, 'Infinity')) * (UNITS[match[2] ?? ''] ?? 1)
  }
  if (tool.exitCode !== 0) throw tool.usage(undefined)
  const nanoseconds = seconds * Number(SECOND)
  tool.duration = nanoseconds < LONGEST ? BigInt(Math.round(nanoseconds)) : 'forever'
})
