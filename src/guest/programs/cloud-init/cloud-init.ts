import { type Console, program } from '../streaming/console.js'
import { readArguments } from './arguments.js'
import { clean } from './clean.js'
import { complain, notSimulated, pathOf, SUBCOMMANDS } from './complaint.js'
import { query } from './query.js'
import { status } from './status.js'
import { versionOf } from './version.js'

const OPTIONS = ['-h,--help', '--version,-v', '--file,-f=', '--debug,-d', '--force']

/**
 * cloud-init(1) as an administrator calls it, in the words of 22.4.2: it looks at what the stages have left in files. The
 * stages themselves don't run in this guest.
 */
export const cloudInit = program(function* (console: Console) {
  const given = readArguments(console.args, OPTIONS, { stopEarly: true })
  if (typeof given === 'string') return yield* complain(console, given)
  const { options, operands, unknown } = given
  const [subcommand, ...args] = operands
  if (options.has('-h')) return yield* notSimulated(console, '--help')
  if (options.has('--version')) {
    yield* console.print(`${pathOf(console)} ${versionOf(console.task.guest)}\n`)
    return undefined
  }
  if (subcommand === undefined) return yield* complain(console, 'the following arguments are required: subcommand')
  if (!SUBCOMMANDS.includes(subcommand)) {
    const choices = SUBCOMMANDS.map(name => `'${name}'`).join(', ')
    const message = `argument subcommand: invalid choice: '${subcommand}' (choose from ${choices})`
    return yield* complain(console, message)
  }
  if (unknown.length > 0) return yield* complain(console, `unrecognized arguments: ${unknown.join(' ')}`)
  const unused = ['--file', '--debug'].find(name => options.has(name))
  if (unused !== undefined) return yield* notSimulated(console, unused)
  switch (subcommand) {
    case 'clean':
      return yield* clean(console, args)
    case 'query':
      yield* query(console, args)
      return undefined
    case 'status':
      yield* status(console, args)
      return undefined
    default:
      return yield* notSimulated(console, subcommand)
  }
})
