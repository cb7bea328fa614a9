import type { Wait } from '../../wait.js'
import type { Console } from '../streaming/console.js'
import { complain, subcommandArguments } from './complaint.js'
import { pythonJson } from './python-json.js'
import { pythonYaml } from './python-yaml.js'
import { type StatusDetails, statusDetails } from './status-details.js'
import { hasConditions } from './version.js'

/** How often --wait looks again; nanoseconds. */
const POLL = 250_000_000n
const FORMATS = ['json', 'tabular', 'yaml']

/** cloud-init status: 1 is an error, 2 (since 24.1) one that could be recovered from. */
export function* status(console: Console, args: readonly string[]): Generator<Wait, void, void> {
  const declared = ['--format=', '-l,--long', '-w,--wait']
  const { options } = yield* subcommandArguments(console, 'status', { args, declared })
  const format = String(options.get('--format') ?? 'tabular')
  if (!FORMATS.includes(format)) {
    const choices = FORMATS.map(name => `'${name}'`).join(', ')
    yield* complain(console, `argument --format: invalid choice: '${format}' (choose from ${choices})`, 'status')
  }
  const isTabular = format === 'tabular'
  const isWaiting = options.has('-w')
  let details = yield* look(console)
  while (isWaiting && details.isUnderWay) {
    if (isTabular) yield* console.print('.')
    yield* console.flush()
    // It looks first and rests then: the end is seen a turn late.
    details = yield* look(console)
    yield* console.task.sleep(POLL)
  }
  const isNew = hasConditions(console.task.guest)
  if (isTabular) {
    yield* console.print(`${isWaiting ? '\n' : ''}status: ${details.state}\n`)
    if (options.has('-l')) yield* console.print(isNew ? longWithConditions(details) : long(details))
  } else {
    const fields = isNew ? fieldsWithConditions(details) : versionedFields(details)
    // One writes the end of its last line itself.
    yield* console.print(format === 'json' ? pythonJson(fields, 2) : pythonYaml(fields), '\n')
  }
  console.exitCode = details.state === 'error' ? 1 : /^degraded/.test(details.extended) ? 2 : 0
}

function* look(console: Console): Generator<Wait, StatusDetails, void> {
  try {
    return statusDetails(console.task.guest)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return yield* console.fail('status.json is not JSON')
  }
}

function long({ boot, lastUpdate, detail }: StatusDetails): string {
  return `boot_status_code: ${boot.code}\n${lastUpdateLine(lastUpdate)}detail:\n${detail}\n`
}

function longWithConditions(details: StatusDetails): string {
  const { boot, lastUpdate, detail, extended, errors, recoverable } = details
  const list = (items: readonly string[]) => items.map(item => `\n\t- ${item}`).join('')
  const levels = Object.entries(recoverable).map(([level, items]) => {
    return `\n${level}:${list((Array.isArray(items) ? items : []).map(item => String(item).replaceAll('\n', ' ')))}`
  })
  return [
    `extended_status: ${extended}\nboot_status_code: ${boot.code}\n${lastUpdateLine(lastUpdate)}detail: ${detail}\n`,
    `errors:${errors.length === 0 ? ' []' : list(errors)}\n`,
    `recoverable_errors:${levels.length === 0 ? ' {}' : levels.join('')}\n`,
  ].join('')
}

function lastUpdateLine(lastUpdate: string): string {
  return lastUpdate === '' ? '' : `last_update: ${lastUpdate}\n`
}

function fields({ boot, datasource, detail, errors, lastUpdate, state }: StatusDetails) {
  return { boot_status_code: boot.code, datasource, detail, errors, last_update: lastUpdate, status: state }
}

/** The same once more under the number of its schema. */
function versionedFields(details: StatusDetails) {
  return { _schema_version: '1', ...fields(details), schemas: { 1: fields(details) } }
}

function fieldsWithConditions(details: StatusDetails) {
  const { extended, recoverable, stages } = details
  return { ...fields(details), extended_status: extended, recoverable_errors: recoverable, ...stages }
}
