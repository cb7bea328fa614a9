/** What test(1) asks of a file, a text or a number. */
import { Errno } from '../errno.js'
import type { Access } from '../files/files.js'
import type { FileStat } from '../files/stat.js'
import { quotedWord } from './quote.js'
import { isSameFile } from './targets.js'
import { TestError } from './test-error.js'
import type { Tool } from './tool.js'

type FileTest = (stat: FileStat, tool: Tool) => boolean

const FILE_TESTS: Readonly<Record<string, FileTest>> = {
  '-b': ({ kind }) => kind === 'block',
  '-c': ({ kind }) => kind === 'character',
  '-d': ({ kind }) => kind === 'directory',
  '-e': () => true,
  '-f': ({ kind }) => kind === 'file',
  '-g': ({ mode }) => (mode & 0o2000) !== 0,
  '-G': ({ gid }, tool) => gid === tool.cred.gid,
  '-k': ({ mode }) => (mode & 0o1000) !== 0,
  '-N': ({ atime, mtime }) => mtime > atime,
  '-O': ({ uid }, tool) => uid === tool.cred.uid,
  '-p': ({ kind }) => kind === 'fifo',
  '-s': ({ size }) => size > 0n,
  // The guest has no socket in its file system.
  '-S': () => false,
  '-u': ({ mode }) => (mode & 0o4000) !== 0,
}

export function unaryTest(tool: Tool, operator: string, operand: string): boolean {
  const { files, cred } = tool
  const path = tool.path(operand)
  if (operator === '-n') return operand !== ''
  if (operator === '-z') return operand === ''
  if (operator === '-t') {
    // stdin and the others are pipes or /dev/null; a number it must be all the same.
    integer(operand)
    return false
  }
  if (operator === '-h' || operator === '-L') return holds(() => files.lstat(path, cred).kind === 'symlink')
  if ('-r-w-x'.includes(operator)) {
    return holds(() => {
      files.access(path, operator.slice(1) as Access, cred)
      return true
    })
  }
  return holds(() => FILE_TESTS[operator]?.(files.stat(path, cred), tool) ?? false)
}

export function binaryTest(tool: Tool, left: string, operator: string, right: string): boolean {
  switch (operator) {
    case '=':
    case '==':
      return left === right
    case '!=':
      return left !== right
    case '-nt':
      return modified(tool, left) > modified(tool, right)
    case '-ot':
      return modified(tool, left) < modified(tool, right)
    case '-ef':
      return isSameFile(tool, left, right)
    default:
      return compare(operator, integer(left), integer(right))
  }
}

function compare(operator: string, left: bigint, right: bigint): boolean {
  if (operator === '-eq') return left === right
  if (operator === '-ne') return left !== right
  if (operator === '-lt') return left < right
  if (operator === '-le') return left <= right
  return operator === '-gt' ? left > right : left >= right
}

/** `-l TEXT` as a number, the length of a text, is not done: it is refused as no integer. */
function integer(text: string): bigint {
  const match = /^\s*([+-]?)(\d+)\s*$/.exec(text)
  if (match === null) throw new TestError(`invalid integer ${quotedWord(text)}`)
  const value = BigInt(match[2] ?? 0)
  return match[1] === '-' ? -value : value
}

/** A file that isn't there is older than all others. */
function modified(tool: Tool, name: string): bigint {
  const path = tool.path(name)
  return tool.files.exists(path, tool.cred) ? tool.files.stat(path, tool.cred).mtime : -(1n << 63n)
}

function holds(question: () => boolean): boolean {
  try {
    return question()
  } catch (error) {
    if (error instanceof Errno) return false
    throw error
  }
}
