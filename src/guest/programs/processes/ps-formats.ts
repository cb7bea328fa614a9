/** The columns that the styles of ps(1) choose. */
import type { Column } from './ps-column.js'
import { COLUMNS } from './ps-columns.js'
import { PsError } from './ps-error.js'
import type { PsRequest } from './ps-request.js'

const BSD_STYLES: Readonly<Record<string, string>> = {
  'bsd j': 'ppid pid pgid sid tname tpgid stat uid bsdtime args',
  'bsd l': 'f uid pid ppid priority ni vsz rss wchan stat tname bsdtime args',
  'bsd u': 'user pid %cpu %mem vsz rss tname stat start_time bsdtime args',
}

/** Throws PsError where they contradict each other. */
export function columnsOf(request: PsRequest): readonly Column[] {
  const { styles, modifiers, columns, isBsd } = request
  if (modifiers.has('y') && !styles.has('l')) throw new PsError('modifier -y without format -l makes no sense')
  const bsd = [...styles].filter(style => style.startsWith('bsd'))
  if (bsd.length > 1 || (bsd.length === 1 && (styles.size > 1 || columns.length > 0))) {
    throw new PsError('conflicting format options')
  }
  if (columns.length > 0) return columns
  const [style] = bsd
  if (style !== undefined) return named(BSD_STYLES[style] ?? '')
  if (isBsd && styles.size === 0) return named('pid tname stat bsdtime args')
  return named(unixStyle(styles, modifiers))
}

/** Of -f, -l, -j and -F, what each adds. */
function unixStyle(styles: ReadonlySet<string>, modifiers: ReadonlySet<string>): string {
  const [full, long, jobs, extra] = ['f', 'l', 'j', 'F'].map(style => styles.has(style))
  const isShort = !full && !long
  const scheduling = modifiers.has('c')
  const rss = modifiers.has('y')
  return [
    ...(long ? [rss ? 's' : 'f s'] : []),
    ...(full ? ['user=UID'] : long ? ['uid'] : []),
    'pid',
    ...(isShort ? [] : ['ppid']),
    ...(jobs ? ['pgid sid'] : []),
    ...(scheduling ? ['class pri'] : isShort ? [] : long ? ['c opri ni'] : ['c']),
    ...(long ? [rss ? 'rss' : 'addr', 'sz wchan'] : extra ? ['sz rss'] : []),
    ...(extra || modifiers.has('P') ? ['psr'] : []),
    ...(full ? ['stime'] : []),
    'tname time',
    full ? 'cmd' : 'ucmd',
  ].join(' ')
}

function named(names: string): Column[] {
  return names.split(' ').flatMap(item => {
    const [name = '', header] = item.split('=')
    const column = COLUMNS.get(name)
    return column === undefined ? [] : [{ ...column, ...(header !== undefined && { header }) }]
  })
}
