/** The few commands of PowerShell that are done, each in its simplest form. */

import type { Wait } from '../../wait.js'
import { nameOf } from '../full-path.js'
import { serviceOf } from '../services.js'
import { wallTime } from '../wall-clock.js'
import { Win32Error } from '../win32-error.js'
import { formatDate } from './date-format.js'
import type { Session } from './session.js'

/** Arguments of a command, parameters by their names in small letters and without the dash. */
export interface Given {
  readonly operands: readonly string[]
  readonly parameters: ReadonlyMap<string, string>
  /** As it was written, for errors. */
  readonly statement: string
}

/** False when it fails; undefined for a form that isn't done. */
export type Result = Generator<Wait, boolean | undefined, void>

export interface Cmdlet {
  /** Parameters that it knows; true: one that takes a value. */
  readonly parameters: Readonly<Record<string, boolean>>
  run(session: Session, given: Given): Result
}

const FORCED = { force: false, confirm: false, passthru: false }

export const cmdlets: ReadonlyMap<string, Cmdlet> = new Map<string, Cmdlet>([
  ['write-output', { parameters: { inputobject: true }, run: writeOut }],
  ['write-host', { parameters: { object: true, foregroundcolor: true }, run: writeHost }],
  ['get-date', { parameters: { format: true, uformat: true }, run: getDate }],
  ['get-content', { parameters: { path: true, literalpath: true, raw: false, encoding: true }, run: getContent }],
  [
    'set-content',
    { parameters: { path: true, literalpath: true, value: true, encoding: true, force: false }, run: put },
  ],
  [
    'add-content',
    { parameters: { path: true, literalpath: true, value: true, encoding: true, force: false }, run: add },
  ],
  ['test-path', { parameters: { path: true, literalpath: true, pathtype: true }, run: testPath }],
  ['get-childitem', { parameters: { path: true, literalpath: true, name: false }, run: names }],
  ['start-sleep', { parameters: { seconds: true, s: true, milliseconds: true, m: true }, run: sleep }],
  ['restart-computer', { parameters: FORCED, run: (session, given) => power(session, given, 'rebooting') }],
  ['stop-computer', { parameters: FORCED, run: (session, given) => power(session, given, 'off') }],
])

function* writeOut(session: Session, { operands, parameters }: Given): Result {
  yield* session.say(...operands, ...(parameters.has('inputobject') ? [parameters.get('inputobject') ?? ''] : []))
  return true
}

function* writeHost(session: Session, { operands, parameters }: Given): Result {
  yield* session.say(parameters.get('object') ?? operands.join(' '))
  return true
}

function* getDate(session: Session, { operands, parameters }: Given): Result {
  if (operands.length > 0) return undefined
  const time = wallTime(session.guest)
  const format = parameters.get('format')
  if (parameters.has('uformat')) {
    if (parameters.get('uformat') !== '%s') return undefined
    // Windows PowerShell counts from the epoch to what the clock on the wall shows.
    const now = session.guest.clock.now() + BigInt(time.offset) * 1_000_000_000n
    yield* session.say(`${now / 1_000_000_000n}.${`${now % 1_000_000_000n}`.padStart(9, '0').slice(0, 5)}`)
    return true
  }
  const text = formatDate(format ?? 'F', time)
  if (text === undefined) return undefined
  yield* session.say(...(format === undefined ? ['', text, '', ''] : [text]))
  return true
}

function placeOf({ operands, parameters }: Given): string | undefined {
  return parameters.get('path') ?? parameters.get('literalpath') ?? operands[0]
}

function* getContent(session: Session, given: Given): Result {
  const name = placeOf(given)
  if (name === undefined || /[*?]/.test(name) || !isUtf8(given)) return undefined
  const path = session.path(name)
  if (session.disk.find(path) === undefined) return yield* missing(session, given, 'Get-Content', path)
  const text = Buffer.from(session.disk.read(path))
    .toString('utf8')
    .replace(/^\uFEFF/, '')
  if (given.parameters.has('raw')) yield* session.say(text)
  else
    yield* session.say(
      ...text
        .replace(/\r?\n$/, '')
        .split(/\r?\n/)
        .filter((_, __, all) => all.length > 1 || text !== ''),
    )
  return true
}

function* missing(session: Session, { statement }: Given, cmdlet: string, path: string): Result {
  yield* session.complain(
    `${cmdlet} : Cannot find path '${path}' because it does not exist.`,
    'At line:1 char:1',
    `+ ${statement}`,
    `+ ${'~'.repeat(statement.length)}`,
    `    + CategoryInfo          : ObjectNotFound: (${path}:String) [${cmdlet}], ItemNotFoundException`,
    `    + FullyQualifiedErrorId : PathNotFound,Microsoft.PowerShell.Commands.${cmdlet.replace('-', '')}Command`,
    ' ',
  )
  return false
}

function isUtf8({ parameters }: Given): boolean {
  return /^(?:utf8|ascii|default)$/i.test(parameters.get('encoding') ?? 'utf8')
}

function put(session: Session, given: Given): Result {
  return write(session, given, false)
}

function add(session: Session, given: Given): Result {
  return write(session, given, true)
}

/** Every value is a line. */
function* write(session: Session, given: Given, isMore: boolean): Result {
  const name = placeOf(given)
  const values = given.parameters.has('value')
    ? [given.parameters.get('value') ?? '']
    : given.operands.slice(given.operands[0] === name ? 1 : 0)
  if (name === undefined || values.length === 0 || /[*?]/.test(name) || !isUtf8(given)) return undefined
  const path = session.path(name)
  const before = isMore && session.disk.isFile(path) ? session.disk.read(path) : new Uint8Array(0)
  try {
    const lines = Buffer.from(values.map(value => `${value}\r\n`).join(''))
    session.disk.write(path, Buffer.concat([before, lines]))
    return true
  } catch (error) {
    if (!(error instanceof Win32Error)) throw error
    yield* session.complain(`mockvm: ${given.statement}: ${error.text}`)
    return false
  }
}

function* testPath(session: Session, given: Given): Result {
  const name = placeOf(given)
  if (name === undefined) return undefined
  const kind = given.parameters.get('pathtype')?.toLowerCase() ?? 'any'
  const found = session.disk.match(session.path(name))
  const fits = found.some(({ isFolder }) => kind === 'any' || isFolder === (kind === 'container'))
  yield* session.say(fits ? 'True' : 'False')
  return true
}

function* names(session: Session, given: Given): Result {
  if (!given.parameters.has('name')) return undefined
  const path = session.path(placeOf(given) ?? '.')
  if (session.disk.find(path) === undefined) return yield* missing(session, given, 'Get-ChildItem', path)
  const entries = session.disk.isFolder(path) ? session.disk.list(path) : session.disk.match(path)
  // Folders come first.
  const sorted = entries.toSorted((a, b) => Number(b.isFolder) - Number(a.isFolder))
  yield* session.say(...sorted.map(entry => nameOf(entry.path)))
  return true
}

function* sleep(session: Session, { operands, parameters }: Given): Result {
  const seconds = Number(parameters.get('seconds') ?? parameters.get('s') ?? operands[0] ?? 'none')
  const milliseconds = Number(parameters.get('milliseconds') ?? parameters.get('m') ?? 'none')
  const duration = Number.isFinite(milliseconds) ? milliseconds : Math.round(seconds) * 1000
  if (!Number.isFinite(duration) || duration < 0) return undefined
  yield* session.task.sleep(BigInt(Math.round(duration)) * 1_000_000n)
  return true
}

// biome-ignore lint/correctness/useYield: the guest's power is asked, and nobody waits
function* power({ guest }: Session, { operands }: Given, state: 'off' | 'rebooting'): Result {
  if (operands.length > 0) return undefined
  if (guest.power.requested === undefined) guest.power.request(state)
  return true
}

/** `(Get-Service NAME).Status` */
export function serviceStatus(session: Session, name: string): string | undefined {
  return serviceOf(session.guest, name)?.status
}
