/** What types are asked for: `[Environment]::MachineName`. */

import { windowsVersion } from '../version.js'
import { wallTime } from '../wall-clock.js'
import { type Session, versionOf } from './session.js'
import { itemsOf, Moment, numberOf, Thing, textOf, type Value } from './values.js'

type Static = (session: Session, args: readonly Value[]) => Value

const text = (args: readonly Value[], at = 0) => textOf(args[at] ?? null)

const MEMBERS: ReadonlyMap<string, Static> = new Map<string, Static>([
  ['environment::machinename', session => session.environmentOf('COMPUTERNAME') ?? ''],
  ['environment::username', session => session.environmentOf('USERNAME') ?? ''],
  ['environment::newline', () => '\r\n'],
  ['environment::processorcount', session => session.guest.vcpus.list().length],
  ['environment::is64bitoperatingsystem', session => session.guest.windows?.config.machine !== 'x86'],
  ['environment::osversion', osVersion],
  ['environment::getenvironmentvariable', (session, args) => session.environmentOf(text(args)) ?? null],
  ['environment::setenvironmentvariable', setVariable],
  ['string::isnullorempty', (_, args) => text(args) === ''],
  ['string::isnullorwhitespace', (_, args) => text(args).trim() === ''],
  ['string::join', (_, [by = null, ...rest]) => rest.flatMap(itemsOf).map(textOf).join(textOf(by))],
  ['string::empty', () => ''],
  ['math::round', (_, [value = null, digits = null]) => rounded(numberOf(value) ?? 0, numberOf(digits) ?? 0)],
  ['math::floor', (_, [value = null]) => Math.floor(numberOf(value) ?? 0)],
  ['math::ceiling', (_, [value = null]) => Math.ceil(numberOf(value) ?? 0)],
  ['math::max', (_, args) => Math.max(...args.map(it => numberOf(it) ?? 0))],
  ['math::min', (_, args) => Math.min(...args.map(it => numberOf(it) ?? 0))],
  ['datetime::now', session => new Moment(session.guest.clock.now(), wallTime(session.guest))],
  ['datetime::utcnow', utcNow],
  ['io.file::exists', (session, args) => session.disk.isFile(session.path(text(args)))],
  ['io.directory::exists', (session, args) => session.disk.isFolder(session.path(text(args)))],
  ['io.path::gettemppath', session => `${session.environmentOf('TEMP') ?? 'C:\\Windows\\TEMP'}\\`],
  ['io.path::combine', (_, args) => args.map(textOf).reduce((a, b) => `${a.replace(/\\$/, '')}\\${b}`)],
  ['io.path::getfilename', (_, args) => text(args).replace(/^.*[\\/]/s, '')],
  ['text.encoding::utf8', () => new Thing('Encoding', { WebName: 'utf-8' }, 'System.Text.UTF8Encoding')],
  ['text.encoding::unicode', () => new Thing('Encoding', { WebName: 'utf-16' }, 'System.Text.UnicodeEncoding')],
  ['convert::tobase64string', (_, [bytes = null]) => (bytes instanceof Uint8Array ? base64(bytes) : '')],
  ['convert::frombase64string', (_, args) => new Uint8Array(Buffer.from(text(args), 'base64'))],
])

function keyOf(type: string, name: string): string {
  return `${type}::${name.toLowerCase()}`
}

export function isKnownStatic(type: string, name: string): boolean {
  return MEMBERS.has(keyOf(type, name))
}

export function staticOf(session: Session, type: string, name: string, args: readonly Value[]): Value {
  return MEMBERS.get(keyOf(type, name))?.(session, args) ?? null
}

function osVersion({ guest }: Session): Value {
  const version = `${windowsVersion(guest).split('.').slice(0, 3).join('.')}.0`
  const name = `Microsoft Windows NT ${version}`
  return new Thing('OperatingSystem', { Platform: 'Win32NT', Version: versionOf(version), VersionString: name }, name)
}

/** Of the process; what is set for the machine no later process finds. */
function setVariable(session: Session, args: readonly Value[]): Value {
  const value = text(args, 1)
  if (value === '') session.environment.remove(text(args))
  else session.environment.set(text(args), value)
  return null
}

function utcNow({ guest }: Session): Value {
  const now = guest.clock.now()
  const { offset } = wallTime(guest, now)
  return new Moment(now, { ...wallTime(guest, now - BigInt(offset) * 1_000_000_000n), offset: 0 })
}

function rounded(value: number, digits: number): number {
  const scale = 10 ** digits
  const scaled = value * scale
  // Halves go to the even number.
  const whole = Math.abs(scaled % 1) === 0.5 ? 2 * Math.round(scaled / 2) : Math.round(scaled)
  return whole / scale
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}
