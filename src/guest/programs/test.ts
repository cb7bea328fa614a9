import { TestError } from './test-error.js'
import { evaluate } from './test-expression.js'
import { type Tool, tool } from './tool.js'

const WRONG = 2

export const test = tool(tool => conclude(tool, tool.args))

export const bracket = tool(tool => {
  const words = [...tool.args]
  if (words.pop() !== ']') throw tool.fail("missing ']'", WRONG)
  conclude(tool, words)
})

function conclude(tool: Tool, words: readonly string[]): void {
  try {
    if (!evaluate(tool, words)) tool.exitCode = 1
  } catch (error) {
    if (!(error instanceof TestError)) throw error
    tool.warn(error.message, WRONG)
  }
}
