import { Errno } from '../../errno.js'
import type { Wait } from '../../wait.js'
import { type Console, Exit } from '../streaming/console.js'
import type { GivenArguments } from './arguments.js'
import { notSimulated, subcommandArguments } from './complaint.js'
import { isObject, type Json, type JsonObject, pythonJson, sortedEntries } from './python-json.js'

const DATA = '/run/cloud-init/instance-data.json'
/** With what only root may read. */
const SENSITIVE_DATA = '/run/cloud-init/instance-data-sensitive.json'
/** What has a meaning in a template of Jinja, and an underscore in its place in names. */
const OPERATOR = /\/\/|\*\*|[=!<>]=|[-+/*%~[\](){}<>=.:|,;]/g
const INSTANCE = '/var/lib/cloud/instance'

/** cloud-init query: what the datasource has told, from instance-data.json. */
export function* query(console: Console, args: readonly string[]): Generator<Wait, void, void> {
  const declared = [
    ...['-d,--debug', '-i,--instance-data=', '-l,--list-keys', '-u,--user-data=', '-v,--vendor-data=', '-a,--all'],
    '-f,--format=',
  ]
  const given = yield* subcommandArguments(console, 'query', { args, declared, most: 1 })
  const { options, operands } = given
  const [name] = operands
  if (options.has('-f')) yield* notSimulated(console, 'query --format')
  if (name === undefined && !options.has('-l') && !options.has('-a')) {
    return yield* error(console, 'Expected one of the options: --all, --format, --list-keys or varname')
  }
  const all = withAliases(yield* instanceData(console, given))
  const found = name === undefined ? all : yield* find(console, all, name)
  if (!options.has('-l')) {
    return yield* console.print(typeof found === 'string' ? found : pythonJson(found, 1), '\n')
  }
  if (!isObject(found)) return yield* error(console, `--list-keys provided but '${name}' is not a dict`)
  yield* console.print(
    `${sortedEntries(found)
      .map(([key]) => key)
      .join('\n')}\n`,
  )
}

function* instanceData(console: Console, { options }: GivenArguments): Generator<Wait, JsonObject, void> {
  const isRoot = console.cred.uid === 0
  const { files } = console.task.guest
  const option = (name: string) => {
    const value = options.get(name)
    return value === undefined ? undefined : console.task.path(String(value))
  }
  const isSensitive = isRoot && files.exists(SENSITIVE_DATA)
  const path = option('-i') ?? (isSensitive ? SENSITIVE_DATA : DATA)
  if (isRoot && !isSensitive && !options.has('-i')) {
    yield* console.say(`WARNING: Missing root-readable ${SENSITIVE_DATA}. Using redacted ${DATA} instead.\n`)
  }
  const text = yield* read(console, path, code => {
    return code === 'EACCES' ? `No read permission on '${path}'. Try sudo` : `Missing instance-data file: ${path}`
  })
  const data: Json = parse(text)
  if (!isObject(data)) return yield* console.fail(`${path} is not JSON`)
  const userData = option('-u') ?? `${INSTANCE}/user-data.txt`
  const vendorData = option('-v') ?? `${INSTANCE}/vendor-data.txt`
  const redacted = (file: string) => `<redacted for non-root user> file:${file}`
  if (!isRoot) return { ...data, userdata: redacted(userData), vendordata: redacted(vendorData) }
  return { ...data, userdata: yield* read(console, userData), vendordata: yield* read(console, vendorData) }
}

/** `explain`: what is said when it can't be read; nothing without it. */
function* read(console: Console, path: string, explain?: (code: string) => string): Generator<Wait, string, void> {
  try {
    const { files } = console.task.guest
    files.access(path, 'r', console.cred)
    return files.readFile(path, 'utf8')
  } catch (fault) {
    if (!(fault instanceof Errno)) throw fault
    if (explain !== undefined) yield* console.say(`ERROR: ${explain(fault.code)}\n`)
    throw new Exit(1)
  }
}

function parse(text: string): Json {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** What is under a version, such as v1, is at the top as well. */
function withAliases(data: JsonObject): JsonObject {
  const all: Record<string, Json> = {}
  for (const [key, value] of sortedEntries(data)) {
    all[key] = isObject(value) ? withAliases(value) : value
    if (isObject(value) && /^v\d+$/.test(key)) Object.assign(all, withAliases(value))
  }
  return all
}

/** Names may have underscores in place of dashes. */
function* find(console: Console, all: JsonObject, name: string): Generator<Wait, Json, void> {
  let found: Json = all
  const walked: string[] = []
  for (const part of name.split('.')) {
    const inside: JsonObject = isObject(found) ? found : {}
    const key = Object.hasOwn(inside, part)
      ? part
      : Object.keys(inside).find(it => it.replaceAll(OPERATOR, '_') === part)
    const next: Json | undefined = key === undefined ? undefined : inside[key]
    if (next === undefined) {
      const where = walked.join('.')
      const message =
        where === '' ? `Undefined instance-data key '${name}'` : `instance-data '${where}' has no '${part}'`
      return yield* error(console, message)
    }
    walked.push(part)
    found = next
  }
  return found
}

function* error(console: Console, message: string): Generator<Wait, never, void> {
  yield* console.say(`ERROR: ${message}\n`)
  throw new Exit(1)
}
