import { readEnviron } from '../environ.js'
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
      let environ = options.has('i') ? [] : [...call.environ]
      // A lone "-" is an old way to write -i.
      if (words[0] === '-') {
        words.shift()
        environ = []
      }
      for (const { name, value = '' } of options.list) {
        if (name !== 'u') continue
        if (value === '' || value.includes('=')) {
          throw tool.fail(`cannot unset ${quoted(value)}: Invalid argument`, CANNOT_RUN)
        }
        environ = environ.filter(entry => !entry.startsWith(`${value}=`))
      }
      for (let word = words[0]; word?.includes('='); word = words[0]) {
        environ = putenv(environ, word)
        words.shift()
      }
      const [command] = words
      if (command === undefined) {
        for (const entry of environ) tool.print(entry, options.has('0') ? NUL : '\n')
        return
      }
      if (options.has('0')) throw tool.usage('cannot specify --null (-0) with command', CANNOT_RUN)
      const program = find(command.slice(command.lastIndexOf('/') + 1))
      if (program === undefined) throw tool.fail(`${quoted(command)}: No such file or directory`, NOT_FOUND)
      ran.outcome = program({ ...call, argv: words, environ, env: readEnviron(environ) })
    })(call)
    return ran.outcome ?? own
  }
}

/** Takes the place of the first variable of that name, or comes last. */
function putenv(environ: readonly string[], assignment: string): string[] {
  const name = assignment.slice(0, assignment.indexOf('=') + 1)
  const at = environ.findIndex(entry => entry.startsWith(name))
  return at === -1 ? [...environ, assignment] : environ.with(at, assignment)
}
