import { calendar } from '../../../programs/local-time.js'
import type { GivenOptions } from '../../../programs/options.js'
import { readAll } from '../../../programs/reading.js'
import { strftime } from '../../../programs/strftime.js'
import { type Tool, tool } from '../../../programs/tool.js'
import { type Change, changesBetween } from './edit-script.js'
import { printLatin1 } from './lines.js'

const OPTIONS = [
  ...[
    'q,brief',
    's,report-identical-files',
    'u',
    'U,unified=',
    'i,ignore-case',
    'w,ignore-all-space',
    'b,ignore-space-change',
  ],
  ...[
    'r,recursive',
    'N,new-file',
    'a,text',
    'color?',
    'normal',
    'label=',
    'y,side-by-side',
    'c',
    'C,context=',
    'e,ed',
    'B',
  ],
]
const TROUBLE = 2

export const diff = tool(
  tool => {
    const options = tool.options(OPTIONS, { usageCode: TROUBLE })
    for (const name of ['y', 'c', 'C', 'e', 'B', 'label'] as const) {
      if (options.has(name)) throw tool.fail(`mockvm doesn't do ${name.length > 1 ? '-' : ''}-${name} yet`, TROUBLE)
    }
    const [left, right, extra] = options.operands
    if (left === undefined || right === undefined) {
      throw usage(tool, `missing operand after '${left ?? 'diff'}'`)
    }
    if (extra !== undefined) throw usage(tool, `extra operand '${extra}'`)
    compare(tool, options, left, right, false)
  },
  { shortName: true },
)

/** It names itself in both lines. */
function usage(tool: Tool, message: string): Error {
  tool.warn(message, TROUBLE)
  return tool.fail(`Try '${tool.name} --help' for more information.`, TROUBLE)
}

function compare(tool: Tool, options: GivenOptions, left: string, right: string, isInside: boolean): undefined {
  const isDirectory = (name: string) =>
    name !== '-' &&
    tool.files.exists(tool.path(name), tool.cred) &&
    tool.files.stat(tool.path(name), tool.cred).kind === 'directory'
  const [leftIs, rightIs] = [isDirectory(left), isDirectory(right)]
  if (leftIs && rightIs) return compareDirectories(tool, options, left, right)
  const base = (name: string) => name.slice(name.lastIndexOf('/') + 1)
  if (leftIs !== rightIs && isInside) {
    const kind = (is: boolean) => (is ? 'directory' : 'regular file')
    tool.print(`File ${left} is a ${kind(leftIs)} while file ${right} is a ${kind(rightIs)}\n`)
    tool.exitCode = Math.max(tool.exitCode, 1)
    return
  }
  if (leftIs !== rightIs) {
    const plain = leftIs ? right : left
    if (plain !== '-' && !tool.files.exists(tool.path(plain), tool.cred)) {
      tool.warn(`${plain}: No such file or directory`, TROUBLE)
      return
    }
  }
  if (leftIs) return compare(tool, options, `${left}/${base(right)}`, right, isInside)
  if (rightIs) return compare(tool, options, left, `${right}/${base(left)}`, isInside)
  const [a, b] = [left, right].map(name => {
    if (options.has('N') && name !== '-' && !tool.files.exists(tool.path(name), tool.cred)) return Buffer.alloc(0)
    return tool.get(
      () => readAll(tool, name),
      text => `${name}: ${text}`,
      TROUBLE,
    )
  })
  if (a === undefined || b === undefined) return
  if (a.equals(b)) {
    if (options.has('s')) tool.print(`Files ${left} and ${right} are identical\n`)
    return
  }
  const isBinary = !options.has('a') && (a.includes(0) || b.includes(0))
  if (options.has('q') || isBinary) {
    tool.exitCode = Math.max(tool.exitCode, 1)
    tool.print(`${isBinary && !options.has('q') ? 'Binary files' : 'Files'} ${left} and ${right} differ\n`)
    return
  }
  const [x, y] = [a, b].map(bytes => bytes.toString('latin1').match(/[^\n]*\n|[^\n]+/g) ?? [])
  const changes = changesBetween(
    (x ?? []).map(line => key(options, line)),
    (y ?? []).map(line => key(options, line)),
  )
  if (changes.length === 0) return
  tool.exitCode = Math.max(tool.exitCode, 1)
  if (isInside) {
    const given = options.list.map(({ name, value }) => `-${name}${value ?? ''}`)
    tool.print(`diff ${given.join(' ')} ${left} ${right}\n`)
  }
  if (options.has('u') || options.has('U')) unified(tool, options, [left, right], [x ?? [], y ?? []], changes)
  else normal(tool, [x ?? [], y ?? []], changes)
}

function key(options: GivenOptions, line: string): string {
  let text = line
  if (options.has('w')) text = text.replace(/\s+/g, '')
  else if (options.has('b')) text = text.replace(/\s+$/, '').replace(/\s+/g, ' ')
  return options.has('i') ? text.toLowerCase() : text
}

function compareDirectories(tool: Tool, options: GivenOptions, left: string, right: string): undefined {
  const [a, b] = [left, right].map(name => tool.files.readdir(tool.path(name), tool.cred))
  for (const name of [...new Set([...(a ?? []), ...(b ?? [])])].toSorted()) {
    const [from, to] = [`${left}/${name}`, `${right}/${name}`]
    const inLeft = a?.includes(name) ?? false
    const inRight = b?.includes(name) ?? false
    if (inLeft !== inRight && !options.has('N')) {
      tool.print(`Only in ${inLeft ? left : right}: ${name}\n`)
      tool.exitCode = Math.max(tool.exitCode, 1)
    } else if (tool.files.stat(tool.path(inLeft ? from : to), tool.cred).kind === 'directory' && !options.has('r')) {
      tool.print(`Common subdirectories: ${from} and ${to}\n`)
    } else compare(tool, options, from, to, true)
  }
}

type Sides = readonly [readonly string[], readonly string[]]

function show(tool: Tool, mark: string, line: string): void {
  printLatin1(tool, mark + line)
  if (!line.endsWith('\n')) tool.print('\n\\ No newline at end of file\n')
}

function normal(tool: Tool, [x, y]: Sides, changes: readonly Change[]): void {
  const range = ([from, to]: readonly [number, number]) =>
    to - from > 1 ? `${from + 1},${to}` : String(to === from ? from : to)
  for (const { left, right } of changes) {
    const letter = left[0] === left[1] ? 'a' : right[0] === right[1] ? 'd' : 'c'
    tool.print(`${range(left)}${letter}${range(right)}\n`)
    for (const line of x.slice(...left)) show(tool, '< ', line)
    if (letter === 'c') tool.print('---\n')
    for (const line of y.slice(...right)) show(tool, '> ', line)
  }
}

function unified(
  tool: Tool,
  options: GivenOptions,
  names: readonly [string, string],
  [x, y]: Sides,
  changes: readonly Change[],
): void {
  const context = Number(options.value('U') ?? 3)
  const local = calendar(tool.guest, tool.call.env)
  for (const [at, name] of names.entries()) {
    const isThere = name !== '-' && tool.files.exists(tool.path(name), tool.cred)
    const time = isThere
      ? tool.files.stat(tool.path(name), tool.cred).mtime
      : name === '-'
        ? tool.guest.clock.now()
        : 0n
    tool.print(`${at === 0 ? '---' : '+++'} ${name}\t${strftime('%Y-%m-%d %H:%M:%S.%N %z', local(time))}\n`)
  }
  const hunks: Change[][] = []
  for (const change of changes) {
    const last = hunks.at(-1)?.at(-1)
    if (last !== undefined && change.left[0] - last.left[1] <= 2 * context) hunks.at(-1)?.push(change)
    else hunks.push([change])
  }
  const range = (from: number, to: number) =>
    to - from === 1 ? String(to) : `${to === from ? from : from + 1},${to - from}`
  for (const hunk of hunks) {
    const [first, last] = [hunk[0], hunk.at(-1)]
    if (first === undefined || last === undefined) continue
    const before = Math.min(context, first.left[0])
    const after = Math.min(context, x.length - last.left[1])
    const [fromX, toX] = [first.left[0] - before, last.left[1] + after]
    const [fromY, toY] = [first.right[0] - before, last.right[1] + after]
    tool.print(`@@ -${range(fromX, toX)} +${range(fromY, toY)} @@\n`)
    let at = fromX
    for (const { left, right } of hunk) {
      for (const line of x.slice(at, left[0])) show(tool, ' ', line)
      for (const line of x.slice(...left)) show(tool, '-', line)
      for (const line of y.slice(...right)) show(tool, '+', line)
      at = left[1]
    }
    for (const line of x.slice(at, toX)) show(tool, ' ', line)
  }
}
