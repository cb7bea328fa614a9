import { tool } from './tool.js'

const NUL = Uint8Array.of(0)

export const printenv = tool(tool => {
  const options = tool.options(['0,null'], { usageCode: 2, stopEarly: true })
  const end = options.has('0') ? NUL : '\n'
  const { environ } = tool.call
  if (options.operands.length === 0) for (const entry of environ) tool.print(entry, end)
  for (const name of options.operands) {
    const entries = name === '' ? [] : environ.filter(entry => entry.startsWith(`${name}=`))
    if (entries.length === 0) tool.exitCode = 1
    for (const entry of entries) tool.print(entry.slice(name.length + 1), end)
  }
})
