import { tool } from './tool.js'

export const pwd = tool(tool => {
  const options = tool.options(['L,logical', 'P,physical'])
  if (options.operands.length > 0) {
    // A warning alone: it doesn't fail.
    tool.stderr.add(`${tool.name}: ignoring non-option arguments\n`)
  }
  const physical = tool.files.realpath(tool.call.cwd)
  const logical = tool.call.env.PWD
  const usable = options.last('L', 'P') === 'L' && logical?.startsWith('/') === true && !/\/\.\.?(\/|$)/.test(logical)
  if (usable && tool.files.exists(logical) && tool.files.realpath(logical) === physical) tool.print(`${logical}\n`)
  else tool.print(`${physical}\n`)
})
