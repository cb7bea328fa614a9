import type { Program } from '../../programs/program.js'
import { linesOf, sourcesOf } from './input.js'
import { lines, notSimulated } from './options.js'

/** Where there is no screen it shows all. */
export const more: Program = call => {
  const args = call.argv.slice(1)
  const option = args.find(it => /^[/+]/.test(it))
  if (option !== undefined) return notSimulated(`more.com ${option} is not simulated`)
  const sources = sourcesOf(call, args)
  const missing = sources.find(({ text }) => text === undefined)
  if (missing !== undefined) return { exitCode: 1, stderr: lines(`Cannot access file ${missing.name}`) }
  return { stdout: lines(...sources.flatMap(({ text = '' }) => linesOf(text))) }
}
