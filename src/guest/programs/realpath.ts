import { resolveLinks } from './canonical.js'
import { quotedIfNeeded } from './quote.js'
import { tool } from './tool.js'

const OPTIONS = [
  'e,canonicalize-existing',
  'm,canonicalize-missing',
  's,strip,no-symlinks',
  'P,physical',
  'q,quiet',
  'z,zero',
]
const NUL = Uint8Array.of(0)

export const realpath = tool(tool => {
  const options = tool.options(OPTIONS)
  if (options.operands.length === 0) throw tool.usage('missing operand')
  const which = options.last('e', 'm')
  const missing = which === 'e' ? 'none' : which === 'm' ? 'all' : 'last'
  const keepLinks = options.last('s', 'P') === 's'
  for (const name of options.operands) {
    const path = tool.get(
      () => resolveLinks(tool, name, missing, keepLinks),
      text => (options.has('q') ? undefined : `${quotedIfNeeded(name)}: ${text}`),
    )
    if (path !== undefined) tool.print(path, options.has('z') ? NUL : '\n')
  }
})
