import { quoted } from './quote.js'
import { baseName } from './targets.js'
import { tool } from './tool.js'

const NUL = Uint8Array.of(0)

export const basename = tool(tool => {
  const options = tool.options(['a,multiple', 's,suffix=', 'z,zero'], { stopEarly: true })
  const [first, second, extra] = options.operands
  if (first === undefined) throw tool.usage('missing operand')
  const multiple = options.has('a') || options.has('s')
  if (!multiple && extra !== undefined) throw tool.usage(`extra operand ${quoted(extra)}`)
  const suffix = multiple ? (options.value('s') ?? '') : (second ?? '')
  for (const name of multiple ? options.operands : [first]) {
    const base = baseName(name)
    const cut = suffix !== '' && base !== suffix && base !== '/' && base.endsWith(suffix)
    tool.print(cut ? base.slice(0, -suffix.length) : base, options.has('z') ? NUL : '\n')
  }
})
