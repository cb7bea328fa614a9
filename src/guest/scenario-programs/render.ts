/** Filling in templates. Bytes: what a file or the standard input holds need not be text. */
import { Errno } from '../errno.js'
import type { Guest } from '../guest.js'
import { calendar } from '../programs/local-time.js'
import { strftime } from '../programs/strftime.js'
import type { Captures } from './captures.js'
import { isTemplate, parseTemplate, type TemplatePart } from './template.js'

/** What a call is, as its templates see it. */
export interface Context {
  readonly guest: Guest
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly user: string
  readonly pid: number
  /** Nothing where no template asks for it. */
  readonly stdin: Uint8Array
  readonly captures: Captures
  /** The how manieth call that the entry answers, from 1. */
  readonly count: number
  /** Of `repeat`, from 1; 0 before. */
  readonly round: number
}

const ISO_8601 = '%Y-%m-%dT%H:%M:%S%:z'

/** Throws Errno for a file that can't be read. */
export function render(template: string, context: Context): Uint8Array {
  if (!isTemplate(template)) return Buffer.from(template)
  const parts = parseTemplate(template).map(part => fill(part, context))
  return Buffer.concat(parts.map(part => (typeof part === 'string' ? Buffer.from(part) : part)))
}

export function renderText(template: string, context: Context): string {
  return isTemplate(template) ? Buffer.from(render(template, context)).toString() : template
}

/** The same data with all text in it filled in, keys too. */
export function renderData<T>(data: T, context: Context): T {
  if (typeof data === 'string') return renderText(data, context) as T
  if (Array.isArray(data)) return data.map(element => renderData(element, context)) as T
  if (typeof data !== 'object' || data === null || ArrayBuffer.isView(data)) return data
  const members = Object.entries(data).map(([key, value]) => [renderText(key, context), renderData(value, context)])
  return Object.fromEntries(members) as T
}

function fill(part: TemplatePart, context: Context): string | Uint8Array {
  const { guest, argv, env, captures } = context
  switch (part.kind) {
    case 'text':
      return part.text
    case 'plain':
      return PLAIN[part.name](context)
    case 'argument':
      return argv[part.index] ?? ''
    case 'capture':
      return (/^\d/.test(part.name) ? captures.numbered[Number(part.name) - 1] : captures.named[part.name]) ?? ''
    case 'variable':
      return Object.hasOwn(env, part.name) ? (env[part.name] ?? '') : ''
    case 'time':
      return timeOf(context, part.format)
    case 'file':
      return readGuestFile(guest, part.path)
    // Of these no scenario has any that was read.
    case 'unknown':
    case 'unclosed':
      return ''
  }
}

const PLAIN: Readonly<
  Record<Extract<TemplatePart, { kind: 'plain' }>['name'], (context: Context) => string | Uint8Array>
> = {
  args: ({ argv }) => argv.slice(1).join(' '),
  command: ({ argv }) => argv.join(' '),
  stdin: ({ stdin }) => stdin,
  hostname: ({ guest }) => guest.hostname,
  user: ({ user }) => user,
  pid: ({ pid }) => String(pid),
  count: ({ count }) => String(count),
  round: ({ round }) => String(round),
  time: context => timeOf(context, ISO_8601),
}

function timeOf({ guest, env }: Context, format: string): string {
  return strftime(format, calendar(guest, env)(guest.clock.now()))
}

/** Throws Errno that names the path. */
export function readGuestFile({ files }: Guest, path: string): Uint8Array {
  try {
    return files.readFile(path)
  } catch (error) {
    if (error instanceof Errno) throw new Errno(error.code, path)
    throw error
  }
}
