import { tool } from './tool.js'

export const trueProgram = tool(() => {})

export const falseProgram = tool(tool => {
  tool.exitCode = 1
})
