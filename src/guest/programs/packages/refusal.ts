import type { Tool } from '../tool.js'

/** What the real program can and this one can't: told, never passed over. To be thrown. */
export function refusal(tool: Tool, what: string): Error {
  const name = (tool.call.argv[0] ?? '').replace(/^.*\//, '')
  tool.stderr.add(`${name}: mockvm doesn't do ${what} yet\n`)
  return tool.exit(1)
}
