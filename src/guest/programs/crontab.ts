/** crontab(1): keeps the table of a user. Nothing runs what stands in it. */
import { readAll } from './reading.js'
import { type Tool, tool } from './tool.js'

/** Of Debian, SUSE and Red Hat; the first that is there. */
const SPOOLS = ['/var/spool/cron/crontabs', '/var/spool/cron/tabs', '/var/spool/cron']
const DEBIAN = '/usr/bin/dpkg'
const MONTHS = 'jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec'
const WEEKDAYS = 'sun|mon|tue|wed|thu|fri|sat'
const FIELDS: readonly (readonly [name: string, first: number, last: number, words?: string])[] = [
  ['minute', 0, 59],
  ['hour', 0, 23],
  ['day-of-month', 1, 31],
  ['month', 1, 12, MONTHS],
  ['day-of-week', 0, 7, WEEKDAYS],
]
const NICKNAME = /^@(?:reboot|yearly|annually|monthly|weekly|daily|midnight|hourly)$/

export const crontab = tool(
  tool => {
    const options = tool.options(['l', 'r', 'i', 'u='], { others: ['e', 'n', 'c', 's', 'x=', 'T', 'V', 'y'] })
    const user = options.value('u') ?? tool.user
    if (tool.guest.users.byName(user) === undefined) {
      tool.stderr.add(`crontab:  user \`${user}' unknown\n`)
      throw tool.exit(1)
    }
    if (options.has('u') && tool.cred.uid !== 0) {
      tool.stderr.add('must be privileged to use -u\n')
      throw tool.exit(1)
    }
    const { files } = tool
    const path = `${spool(tool)}/${user}`
    const isThere = files.exists(path)
    if ((options.has('l') || options.has('r')) && !isThere) {
      tool.stderr.add(`no crontab for ${user}\n`)
      throw tool.exit(1)
    }
    if (options.has('l')) tool.print(files.readFile(path))
    else if (options.has('r')) files.unlink(path)
    else replace(tool, options.operands[0] ?? '-', path, user)
  },
  { shortName: true },
)

function spool({ files }: Tool): string {
  const found = SPOOLS.find(path => files.exists(path))
  return found ?? (files.exists(DEBIAN) ? '/var/spool/cron/crontabs' : '/var/spool/cron')
}

/** The old one stays when the new one can't be read. */
function replace(tool: Tool, operand: string, path: string, user: string): void {
  const { files, guest } = tool
  const bytes = tool.get(
    () => readAll(tool, operand),
    text => {
      tool.stderr.add(`${operand}: ${text}\n`)
      return undefined
    },
  )
  if (bytes === undefined) throw tool.exit(1)
  const mistakes = bytes
    .toString('utf8')
    .split('\n')
    .flatMap((line, index) => mistake(line, index + 1))
  if (mistakes.length > 0) {
    for (const { line, what } of mistakes) tool.stderr.add(`"${operand}":${line}: bad ${what}\n`)
    tool.stderr.add("errors in crontab file, can't install.\n")
    throw tool.exit(1)
  }
  const parts = path.split('/').slice(1, -1)
  for (const index of parts.keys()) {
    const directory = `/${parts.slice(0, index + 1).join('/')}`
    if (!files.exists(directory)) files.mkdir(directory, { mode: index === parts.length - 1 ? 0o1730 : 0o755 })
  }
  files.writeFile(path, bytes, { mode: 0o600 })
  files.chown(
    path,
    guest.users.byName(user)?.uid ?? 0,
    guest.users.groups().find(({ name }) => name === 'crontab')?.gid ?? 0,
  )
}

function mistake(text: string, line: number): { line: number; what: string }[] {
  const trimmed = text.trim()
  if (trimmed === '' || trimmed.startsWith('#') || /^[A-Za-z_"'][\w"']*\s*=/.test(trimmed)) return []
  const words = trimmed.split(/\s+/)
  if (trimmed.startsWith('@')) {
    if (!NICKNAME.test(words[0] ?? '')) return [{ line, what: 'time specifier' }]
    return words.length > 1 ? [] : [{ line, what: 'command' }]
  }
  for (const [index, [name, first, last, names]] of FIELDS.entries()) {
    if (!isField(words[index] ?? '', first, last, names)) return [{ line, what: name }]
  }
  return words.length > FIELDS.length ? [] : [{ line, what: 'command' }]
}

/** Lists of ranges with steps: "1-5,10-40/10", also with names. */
function isField(text: string, first: number, last: number, names = 'x'): boolean {
  const value = `(?:\\d+|${names})`
  const range = new RegExp(`^(?:\\*|(${value})(?:-(${value}))?)(?:/[1-9]\\d*)?$`, 'i')
  return text.split(',').every(part => {
    const match = range.exec(part)
    const isInside = (word: string | undefined) =>
      word === undefined || !/^\d/.test(word) || (Number(word) >= first && Number(word) <= last)
    return match !== null && isInside(match[1]) && isInside(match[2])
  })
}
