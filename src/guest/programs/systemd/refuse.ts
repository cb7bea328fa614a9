import type { GivenOptions } from '../options.js'
import type { Tool } from '../tool.js'

/** What the real program can and this one can't yet: told, never passed over. To be thrown. */
export function notSimulated(tool: Tool, what: string): Error {
  const name = (tool.call.argv[0] ?? '').replace(/^.*\//, '')
  tool.stderr.add(`${name}: mockvm doesn't do ${what} yet\n`)
  return tool.exit(1)
}

/** Of options that are known to the real program: the first that was given of those left out here. */
export function refuseOptions(tool: Tool, options: GivenOptions, names: readonly string[]): void {
  const given = options.list.find(({ name }) => names.includes(name))
  if (given !== undefined) throw notSimulated(tool, `${given.name.length === 1 ? '-' : '--'}${given.name}`)
}

/** systemd's programs say what is wrong without their own name. To be thrown. */
export function complain(tool: Tool, message: string, exitCode = 1): Error {
  tool.stderr.add(`${message}\n`)
  return tool.exit(exitCode)
}
