/** What wget(1) makes of an answer: a file, and what it says of that. */
import { Errno } from '../../errno.js'
import type { Task } from '../../tasks/task.js'
import type { Wait } from '../../wait.js'
import { calendar } from '../local-time.js'
import type { GivenOptions } from '../options.js'
import { type Console, Exit } from '../streaming/console.js'
import { strftime } from '../strftime.js'
import type { Response } from './http.js'
import type { Url } from './url.js'

export type Volume = 'verbose' | 'terse' | 'quiet'

const FAILED = 1
const FILE_ERROR = 3
const LOGIN = 6
const SERVER = 8
const REFUSING = 400
const UNAUTHORIZED = 401
const NO_CONTENT = 204
/** A dot stands for that many bytes; there are fifty in a row. */
const DOT = 1024
const ROW = 50
const SPEED = '1.00M'

/** `text`: the address as it is shown. Returns what wget ends with for it. */
export function* receive(
  console: Console,
  options: GivenOptions,
  volume: Volume,
  { url, text, response }: { readonly url: Url; readonly text: string; readonly response: Response },
): Generator<Wait, number, void> {
  const { status, reason, type, body } = response
  const note = (line: string) => say(console, volume === 'verbose', line)
  const terse = (line: string) => say(console, volume === 'terse', line)
  yield* note(`HTTP request sent, awaiting response... ${`${status} ${reason}`.trimEnd()}\n`)
  if (status === UNAUTHORIZED) {
    yield* note('\n')
    yield* say(console, volume !== 'quiet', 'Username/Password Authentication Failed.\n')
    return LOGIN
  }
  const isSpider = options.has('spider')
  if (status >= REFUSING) {
    yield* terse(`${text}:\n`)
    if (isSpider) {
      const end = volume === 'verbose' ? '\n\n' : '\n'
      yield* say(console, volume !== 'quiet', `Remote file does not exist -- broken link!!!${end}`)
    } else {
      const error = `${nowOf(console)} ERROR ${status}: ${reason}.\n`
      yield* say(console, volume !== 'quiet', volume === 'verbose' ? `${error}\n` : error)
    }
    return SERVER
  }
  const size = body.length
  if (status !== NO_CONTENT) yield* note(`Length: ${size}${size < 1024 ? '' : ` (${roundly(size)})`} [${type}]\n`)
  if (isSpider) {
    yield* note('Remote file exists.\n\n')
    yield* terse(`${nowOf(console)} URL: ${text} ${status} ${reason}\n`)
    return 0
  }
  const name = nameOf(console.task, options, url)
  const shown = quote(console, name === '-' ? 'STDOUT' : name)
  if (status !== NO_CONTENT) yield* note(`Saving to: ${shown}\n\n${progress(size)}\n\n`)
  if (size > 0 || status !== NO_CONTENT) yield* save(console, options, name, body)
  const sizes = status === NO_CONTENT ? '[0]' : `[${size}/${size}]`
  const where = name === '-' ? 'written to stdout' : `${shown} saved`
  yield* note(`${nowOf(console)} (1.00 MB/s) - ${where} ${sizes}\n\n`)
  yield* terse(`${nowOf(console)} URL:${text} ${sizes} -> "${name}" [1]\n`)
  return 0
}

/** The last part of the path, and a number where such a file is there already. */
function nameOf(task: Task, options: GivenOptions, { path: urlPath }: Url): string {
  const output = options.value('O')
  if (output !== undefined) return output
  const [plain = '', query] = urlPath.split(/\?(.*)/s)
  const last = plain.slice(plain.lastIndexOf('/') + 1) || 'index.html'
  const folder = options.value('P')
  const name = `${folder === undefined ? '' : `${folder.replace(/\/$/, '')}/`}${last}${query === undefined ? '' : `?${query}`}`
  const isThere = (text: string) => task.guest.files.exists(task.path(text))
  if (!isThere(name) || options.has('c') || options.has('N')) return name
  for (let number = 1; ; number++) if (!isThere(`${name}.${number}`)) return `${name}.${number}`
}

function* save(console: Console, options: GivenOptions, name: string, body: Uint8Array): Generator<Wait, void, void> {
  const { task } = console
  if (name === '-') {
    yield* console.print(body)
    yield* console.flush()
    return
  }
  // What several addresses give goes into the one file of -O, which is there already.
  const isAdded = options.has('O')
  try {
    const folder = options.value('P')
    if (folder !== undefined && !isAdded) task.guest.files.mkdir(task.path(folder), { recursive: true }, task.cred)
    const flags = { read: false, write: true, create: true, truncate: !isAdded, append: isAdded }
    const fd = task.descriptors.add(yield* task.open(name, flags, 0o666 & ~task.umask), 3)
    yield* task.write(fd, body)
    task.descriptors.close(fd)
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    yield* console.say(`${name}: ${error.text}\n\nCannot write to ${quote(console, name)} (${error.text}).\n`)
    throw new Exit(isAdded ? FAILED : FILE_ERROR)
  }
}

/** The rows of dots that wget writes where there is no terminal. */
function progress(size: number): string {
  const rows: string[] = []
  for (let from = 0; from === 0 || from < size; from += ROW * DOT) {
    const dots = Math.min(ROW, Math.floor((size - from) / DOT))
    const drawn = Array.from({ length: ROW }, (_, at) => `${at % 10 === 0 ? ' ' : ''}${at < dots ? '.' : ' '}`).join('')
    const isLast = from + ROW * DOT >= size
    const percent = size === 0 ? '' : `${Math.floor((Math.min(size, from + ROW * DOT) * 100) / size)}%`.padStart(4)
    const speed = size === 0 ? ' 0.00 ' : ` ${SPEED}`
    rows.push(`${`${from / 1024}K`.padStart(7)}${drawn}${percent}${speed}${isLast ? '=0s' : ' 0s'}`)
  }
  return rows.join('\n')
}

/** "68K", "1.5M" */
function roundly(size: number): string {
  let [value, unit] = [size, 0]
  for (; value >= 1024; unit++) value /= 1024
  return `${value < 10 ? value.toFixed(1) : Math.round(value)}${' KMGT'.charAt(unit)}`
}

function* say(console: Console, isSaid: boolean, text: string): Generator<Wait, void, void> {
  if (isSaid) yield* console.say(text)
}

export function nowOf({ task }: Console): string {
  return strftime('%Y-%m-%d %H:%M:%S', calendar(task.guest, task.env)(task.guest.clock.now()))
}

/** As the locale has it. */
export function quote({ task }: Console, text: string): string {
  const { LC_ALL, LC_CTYPE, LANG } = task.env
  return /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '') ? `‘${text}’` : `'${text}'`
}
