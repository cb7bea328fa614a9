import { quoted } from '../quote.js'
import { Exit, program } from './console.js'

const CANNOT_RUN = 125

export const env = program(function* (console) {
  const { task } = console
  const declared = ['i,ignore-environment', 'u,unset=', '0,null', 'C,chdir=', 'S,split-string=', 'v,debug']
  const options = yield* console.options(declared, { usageCode: CANNOT_RUN, stopEarly: true })
  if (options.has('v')) yield* console.fail("mockvm doesn't do --debug yet", CANNOT_RUN)
  const split = options.value('S')
  const words = [...(split === undefined ? [] : split.trim().split(/\s+/)), ...options.operands]
  let environ: readonly string[] = options.has('i') ? [] : task.environ
  // A lone "-" is an old way to write -i.
  if (words[0] === '-') {
    words.shift()
    environ = []
  }
  for (const { name, value = '' } of options.list) {
    if (name !== 'u' || options.has('i')) continue
    if (value === '' || value.includes('=')) {
      yield* console.fail(`cannot unset ${quoted(value)}: Invalid argument`, CANNOT_RUN)
    }
    environ = environ.filter(entry => !entry.startsWith(`${value}=`))
  }
  for (let word = words[0]; word?.includes('='); word = words[0]) {
    environ = putenv(environ, word)
    words.shift()
  }
  const [path] = words
  const directory = options.value('C')
  if (directory !== undefined) {
    if (path === undefined) yield* console.usage('must specify command with --chdir (-C)', CANNOT_RUN)
    const { files } = task.guest
    if (!files.exists(task.path(directory), task.cred)) {
      yield* console.fail(`cannot change directory to ${quoted(directory)}: No such file or directory`, CANNOT_RUN)
    }
    task.chdir(files.realpath(task.path(directory), task.cred))
  }
  if (path === undefined) {
    for (const entry of environ) yield* console.print(entry, options.has('0') ? Uint8Array.of(0) : '\n')
    throw new Exit(0)
  }
  if (options.has('0')) yield* console.usage('cannot specify --null (-0) with command', CANNOT_RUN)
  // It is looked for in the new environment's PATH.
  const searchPath = environ.find(entry => entry.startsWith('PATH='))?.slice(5)
  return yield* console.become({ path, argv: words, searchPath }, text => `${quoted(path)}: ${text}`, environ)
})

/** Takes the place of the first variable of that name, or comes last. */
function putenv(environ: readonly string[], assignment: string): string[] {
  const name = assignment.slice(0, assignment.indexOf('=') + 1)
  const at = environ.findIndex(entry => entry.startsWith(name))
  return at === -1 ? [...environ, assignment] : environ.with(at, assignment)
}
