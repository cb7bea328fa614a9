import { OCTAL_IN_FORMAT, readEscape } from './escapes.js'
import { textBytes } from './output.js'
import { quoted } from './quote.js'
import { statFileSystems } from './stat-file-system.js'
import { type Subject, statText } from './stat-format.js'
import { type Tool, tool } from './tool.js'

const TERSE = '%n %s %b %f %u %g %D %i %h %t %T %X %Y %Z %W %o\n'

export const stat = tool(tool => {
  const options = tool.options(['c,format=', 'f,file-system', 'printf=', 'L,dereference', 't,terse'], {
    others: ['cached='],
  })
  if (options.operands.length === 0) throw tool.usage('missing operand')
  const which = options.last('c', 'printf')
  const format = which === undefined ? undefined : (options.value(which) ?? '')
  if (options.has('f')) {
    statFileSystems(tool, options, unescaped)
    return
  }
  for (const name of options.operands) {
    const subject = tool.get(
      () => look(tool, name, options.has('L')),
      text => `cannot statx ${quoted(name)}: ${text}`,
    )
    if (subject === undefined) continue
    const text = format ?? (options.has('t') ? TERSE : longFormat(subject))
    const pieces = which === 'printf' ? unescaped(text) : [text, which === 'c' ? '\n' : '']
    for (const piece of pieces) {
      tool.print(typeof piece === 'string' ? statText(tool, piece, subject, which !== undefined) : piece)
    }
  }
})

function look(tool: Tool, name: string, follow: boolean): Subject {
  const path = tool.path(name)
  const stat = follow ? tool.files.stat(path, tool.cred) : tool.files.lstat(path, tool.cred)
  if (stat.kind !== 'symlink') return { name, path: tool.files.realpath(path, tool.cred), stat, link: undefined }
  const directory = path.slice(0, path.lastIndexOf('/')) || '/'
  const parent = tool.files.realpath(directory, tool.cred).replace(/\/$/, '')
  const last = path.slice(path.lastIndexOf('/') + 1)
  return { name, path: `${parent}/${last}`, stat, link: tool.files.readlink(path, tool.cred) }
}

function longFormat({ stat }: Subject): string {
  const device = stat.rdev === undefined ? 'Links: %h' : 'Links: %-5h Device type: %Hr,%Lr'
  return (
    '  File: %N\n  Size: %-10s\tBlocks: %-10b IO Block: %-6o %F\n' +
    `Device: %Hd,%Ld\tInode: %-10i  ${device}\n` +
    'Access: (%04a/%10.10A)  Uid: (%5u/%8U)   Gid: (%5g/%8G)\n' +
    'Access: %x\nModify: %y\nChange: %z\n Birth: %w\n'
  )
}

/** Only --printf knows escapes. What they stand for is no part of the format any more. */
function unescaped(text: string): (string | Uint8Array)[] {
  const pieces: (string | Uint8Array)[] = []
  for (let rest = text; rest !== ''; ) {
    const plain = rest.split('\\', 1)[0] ?? ''
    if (plain !== '') pieces.push(plain)
    rest = rest.slice(plain.length)
    if (rest === '') break
    const quote = rest.startsWith('\\"')
    const sequence = quote ? { bytes: textBytes('"'), length: 2 } : readEscape(rest, OCTAL_IN_FORMAT)
    pieces.push(sequence.bytes)
    rest = rest.slice(sequence.length)
  }
  return pieces
}
