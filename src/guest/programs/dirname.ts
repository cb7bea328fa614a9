import { tool } from './tool.js'

const NUL = Uint8Array.of(0)

export const dirname = tool(tool => {
  const options = tool.options(['z,zero'])
  if (options.operands.length === 0) throw tool.usage('missing operand')
  for (const name of options.operands) {
    const bare = name.replace(/\/+$/, '')
    const directory = bare.slice(0, bare.lastIndexOf('/') + 1).replace(/\/+$/, '')
    tool.print(directory || (name.startsWith('/') ? '/' : '.'), options.has('z') ? NUL : '\n')
  }
})
