/** `for /f`: which lines of a text count, and what of them goes into which variable. */

export interface LineOptions {
  /** Lines that begin with it are left out. */
  readonly comment: string
  readonly skipped: number
  readonly delimiters: string
  /** Numbers of fields from 1 on; 'rest': all that is behind the last of them. */
  readonly fields: readonly (number | 'rest')[]
  /** Single quotes are text and backward ones a command. */
  readonly usesBackQuotes: boolean
}

/** Undefined for what can't be read. */
export function readLineOptions(text: string): LineOptions | undefined {
  const options = {
    ...{ comment: ';', skipped: 0, delimiters: ' \t', usesBackQuotes: false },
    fields: [1] as readonly (number | 'rest')[],
  }
  for (let rest = text.trimStart(); rest !== ''; rest = rest.trimStart()) {
    const [whole, name = '', value = ''] =
      /^(?:(usebackq)|(?:(eol)=(.?))|(?:(skip)=(\d+))|(?:(tokens)=([\d,*-]+))|(?:(delims)=([^ ]*(?: +$)?)))/i
        .exec(rest)
        ?.filter(part => part !== undefined) ?? []
    if (whole === undefined) return undefined
    rest = rest.slice(whole.length)
    switch (name.toLowerCase()) {
      case 'usebackq':
        options.usesBackQuotes = true
        break
      case 'eol':
        options.comment = value
        break
      case 'skip':
        options.skipped = Number(value)
        break
      case 'tokens':
        options.fields = fieldNumbers(value)
        break
      default:
        options.delimiters = value
    }
  }
  return options
}

/** "1,3-5*" */
function fieldNumbers(text: string): readonly (number | 'rest')[] {
  const numbers = text.match(/\d+-\d+|\d+/g) ?? []
  const fields = numbers.flatMap(part => {
    const [first = 0, last = first] = part.split('-').map(Number)
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index)
  })
  const unique = [...new Set(fields)].sort((a, b) => a - b)
  return text.includes('*') ? [...unique, 'rest'] : unique
}

/** Of every line that counts its fields, in order; a field that it doesn't have is ''. */
export function* fieldsOfLines(text: string, options: LineOptions): Generator<readonly string[]> {
  const lines = text.split(/\r?\n/).slice(options.skipped)
  for (const line of lines) {
    if (line === '' || (options.comment !== '' && line.startsWith(options.comment))) continue
    const fields = fieldsOf(line, options)
    if (fields !== undefined) yield fields
  }
}

function fieldsOf(line: string, { delimiters, fields }: LineOptions): readonly string[] | undefined {
  const isDelimiter = (at: number) => delimiters.includes(line[at] ?? '')
  const found: { text: string; end: number }[] = []
  let at = 0
  while (at < line.length) {
    while (at < line.length && isDelimiter(at)) at++
    const start = at
    while (at < line.length && !isDelimiter(at)) at++
    if (at > start) found.push({ text: line.slice(start, at), end: at })
  }
  const last = Math.max(0, ...fields.filter(field => field !== 'rest'))
  const values = fields.map(field => (field === 'rest' ? restOf() : (found[field - 1]?.text ?? '')))
  return values.some(value => value !== '') ? values : undefined

  function restOf(): string {
    let from = last === 0 ? 0 : (found[last - 1]?.end ?? line.length)
    while (from < line.length && isDelimiter(from)) from++
    return line.slice(from)
  }
}
