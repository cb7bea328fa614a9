import type { Program } from './program.js'
import { quoted } from './quote.js'
import { tool } from './tool.js'

const NUL = Uint8Array.of(0)
const CANNOT_RUN = 125
const NOT_FOUND = 127

/** `find` gives the built-in program of a name: the only ones that env can run here. */
export function env(find: (name: string) => Program | undefined): Program {
  return call => {
    const ran: { outcome?: ReturnType<Program> } = {}
    const own = tool(tool => {
      const settings = { usageCode: CANNOT_RUN, stopEarly: true }
      const options = tool.options(['i,ignore-environment', 'u,unset=', '0,null'], settings)
      const words = [...options.operands]
      const environment = new Map(options.has('i') ? [] : Object.entries(call.env))
      // A lone "-" is an old way to write -i.
      if (words[0] === '-') {
        words.shift()
        environment.clear()
      }
      for (const { name, value = '' } of options.list) {
        if (name !== 'u') continue
        if (value === '' || value.includes('=')) {
          throw tool.fail(`cannot unset ${quoted(value)}: Invalid argument`, CANNOT_RUN)
        }
        environment.delete(value)
      }
      for (let word = words[0]; word?.includes('='); word = words[0]) {
        environment.set(word.split('=', 1)[0] ?? '', word.slice(word.indexOf('=') + 1))
        words.shift()
      }
      const [command] = words
      if (command === undefined) {
        for (const [name, value] of environment) tool.print(`${name}=${value}`, options.has('0') ? NUL : '\n')
        return
      }
      if (options.has('0')) throw tool.usage('cannot specify --null (-0) with command', CANNOT_RUN)
      const program = find(command.slice(command.lastIndexOf('/') + 1))
      if (program === undefined) throw tool.fail(`${quoted(command)}: No such file or directory`, NOT_FOUND)
      ran.outcome = program({ ...call, argv: words, env: Object.fromEntries(environment) })
    })(call)
    return ran.outcome ?? own
  }
}
