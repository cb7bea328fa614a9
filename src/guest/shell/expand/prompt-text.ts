/** ${x@P}: the escapes of prompts, and then what begins with $. */
import type { Wait } from '../../wait.js'
import type { Expansion } from './expansion.js'
import { textOf } from './pieces.js'

export function* promptText(expansion: Expansion, text: string): Generator<Wait, string, void> {
  const { shell } = expansion
  const { task } = shell
  const { name: hostname } = { name: task.guest.hostname }
  const home = shell.variables.text('HOME') ?? ''
  const directory =
    home !== '' && (task.cwd === home || task.cwd.startsWith(`${home}/`)) ? `~${task.cwd.slice(home.length)}` : task.cwd
  const replacements: Readonly<Record<string, string>> = {
    u: task.user,
    h: hostname.split('.')[0] ?? '',
    H: hostname,
    w: directory,
    W: directory === '/' ? '/' : (directory.split('/').at(-1) ?? ''),
    $: task.cred.uid === 0 ? '#' : '$',
    s: shell.name.split('/').at(-1) ?? '',
    v: '5.2',
    V: '5.2.15',
    n: '\n',
    r: '\r',
    a: '\x07',
    e: '\x1b',
    j: String(shell.jobs.filter(({ isGone, status }) => !isGone && status === undefined).length),
    '[': '',
    ']': '',
    '\\': '\\',
  }
  const shown = text.replace(/\\([\s\S])/g, (whole, letter: string) => replacements[letter] ?? whole)
  return textOf(yield* expansion.raw(shown, { isQuoted: true }))
}
