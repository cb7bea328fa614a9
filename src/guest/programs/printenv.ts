import { tool } from './tool.js'

const NUL = Uint8Array.of(0)

export const printenv = tool(tool => {
  const options = tool.options(['0,null'], { usageCode: 2, stopEarly: true })
  const end = options.has('0') ? NUL : '\n'
  const { env } = tool.call
  if (options.operands.length === 0)
    for (const [name, value] of Object.entries(env)) tool.print(`${name}=${value}`, end)
  for (const name of options.operands) {
    const value = Object.hasOwn(env, name) ? env[name] : undefined
    if (value === undefined) tool.exitCode = 1
    else tool.print(value, end)
  }
})
