import { tool } from './tool.js'

/** The shell of accounts that nobody shall log in to; it takes whatever a shell is called with. */
export const nologin = tool(tool => {
  tool.print('This account is currently not available.\n')
  tool.exitCode = 1
})
