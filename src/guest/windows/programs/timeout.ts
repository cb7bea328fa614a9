import type { Program } from '../../programs/program.js'
import { lines } from './options.js'

/** It wants to hear a key: without a console it doesn't wait at all. */
export const timeout: Program = () => ({
  exitCode: 1,
  stderr: lines('ERROR: Input redirection is not supported, exiting the process immediately.'),
})
