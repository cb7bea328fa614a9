/** The guest's files as a process sees them, in the form in which just-bash asks for them. */
import { Errno } from '../../errno.js'
import type { OpenFlags } from '../../files/open-file.js'
import type { FileStat } from '../../files/stat.js'
import { isEndless } from '../../tasks/endless.js'
import type { Task } from '../../tasks/task.js'
import type { Wait } from '../../wait.js'
import type { Sandbox } from './sandbox.js'
import { toBytes, toDecodable, toLatin1, toText } from './text.js'

type Encoding = string | { readonly encoding?: string | null } | undefined
type Call<T> = () => Generator<Wait, T, void>

/** What a tool may hold in memory at once. */
const LARGEST = 256 << 20
const MILLISECOND = 1_000_000n

/** How a request of the tool is made: it becomes a promise of the sandbox. */
export type Ask = (call: Call<unknown>, isWrite: boolean) => unknown

/** `isText`: bytes that are no UTF-8 are given as text, see text.ts. */
export function fileSystem(task: Task, sandbox: Sandbox, isText: boolean, ask: Ask): object {
  const { files } = task.guest
  const reads =
    <T>(make: (bytes: Uint8Array) => T) =>
    (path: string) =>
      ask(function* () {
        return make(yield* readWhole(task, path))
      }, false)
  const quick = <Args extends readonly unknown[]>(action: (...args: Args) => unknown, isWrite = false) => {
    return (...args: Args) => ask(() => task.call(() => action(...args)), isWrite)
  }
  const shown = (stat: FileStat) => ({
    isFile: stat.kind !== 'directory' && stat.kind !== 'symlink',
    isDirectory: stat.kind === 'directory',
    isSymbolicLink: stat.kind === 'symlink',
    mode: stat.mode,
    size: Number(stat.size),
    mtime: sandbox.date(Number(stat.mtime / MILLISECOND)),
    dev: 1,
    ino: stat.ino,
  })
  const writes =
    (flags: Pick<OpenFlags, 'append' | 'truncate'>) =>
    (path: string, content: string | Uint8Array, encoding?: Encoding) =>
      ask(() => writeWhole(task, path, flags, contentBytes(content, encoding)), true)
  return {
    readFile: (path: string, encoding?: Encoding) => reads(isLatin1(encoding) ? toLatin1 : toText)(path),
    readFileBytes: reads(isText ? toDecodable : toLatin1),
    readFileBuffer: reads(bytes => bytes),
    writeFile: writes({ truncate: true }),
    appendFile: writes({ append: true }),
    exists: quick((path: string) => files.exists(task.path(path), task.cred)),
    stat: quick((path: string) => shown(files.stat(task.path(path), task.cred))),
    lstat: quick((path: string) => shown(files.lstat(task.path(path), task.cred))),
    readdir: quick((path: string) => files.readdir(task.path(path), task.cred)),
    readdirWithFileTypes: quick((path: string) =>
      files.readdir(task.path(path), task.cred).map(name => {
        const { isFile, isDirectory, isSymbolicLink } = shown(files.lstat(`${task.path(path)}/${name}`, task.cred))
        return { name, isFile, isDirectory, isSymbolicLink }
      }),
    ),
    mkdir: quick((path: string, options: { recursive?: boolean } = {}) => {
      if (options.recursive && files.exists(task.path(path), task.cred)) return
      files.mkdir(task.path(path), { ...options, mode: 0o777 & ~task.umask }, task.cred)
    }, true),
    rm: quick(
      (path: string, options: { recursive?: boolean; force?: boolean } = {}) =>
        files.rm(task.path(path), options, task.cred),
      true,
    ),
    mv: quick((from: string, to: string) => files.rename(task.path(from), task.path(to), task.cred), true),
    chmod: quick((path: string, mode: number) => files.chmod(task.path(path), mode, task.cred), true),
    symlink: quick((target: string, path: string) => files.symlink(target, task.path(path), task.cred), true),
    link: quick((existing: string, path: string) => files.link(task.path(existing), task.path(path), task.cred), true),
    readlink: quick((path: string) => files.readlink(task.path(path), task.cred)),
    realpath: quick((path: string) => files.realpath(task.path(path), task.cred)),
    utimes: quick((path: string, atime: Date, mtime: Date) => {
      const [a, m] = [atime, mtime].map(date => BigInt(date.getTime()) * MILLISECOND)
      files.utimes(task.path(path), a ?? 0n, m ?? 0n, task.cred)
    }, true),
    cp: () => ask(refuse, true),
    resolvePath: joined,
    getAllPaths: () => [],
  }
}

/** ".." stays: only a walk along links can tell where it leads. */
function joined(base: string, path: string): string {
  const whole = path.startsWith('/') ? path : `${base}/${path}`
  return `/${whole
    .split('/')
    .filter(part => part !== '' && part !== '.')
    .join('/')}`
}

function* readWhole(task: Task, path: string): Generator<Wait, Uint8Array, void> {
  const fd = task.descriptors.add(yield* task.open(path, { read: true, write: false }), 3)
  const parts: Uint8Array[] = []
  let size = 0
  try {
    for (let part = yield* task.read(fd); part.length > 0; part = yield* task.read(fd)) {
      parts.push(part)
      size += part.length
      if (size > LARGEST || isEndless(task.descriptors.get(fd))) throw new Errno('ENOMEM')
    }
  } finally {
    task.descriptors.close(fd)
  }
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : new Uint8Array(Buffer.concat(parts))
}

function* writeWhole(
  task: Task,
  path: string,
  flags: Pick<OpenFlags, 'append' | 'truncate'>,
  bytes: Uint8Array,
): Generator<Wait, void, void> {
  const open = { read: false, write: true, create: true, ...flags }
  const fd = task.descriptors.add(yield* task.open(path, open, 0o666 & ~task.umask), 3)
  try {
    yield* task.write(fd, bytes)
  } finally {
    if (task.descriptors.has(fd)) task.descriptors.close(fd)
  }
}

function contentBytes(content: string | Uint8Array, encoding: Encoding): Uint8Array {
  return typeof content === 'string' ? toBytes(content, isLatin1(encoding)) : content
}

function isLatin1(encoding: Encoding): boolean {
  const name = typeof encoding === 'object' ? encoding.encoding : encoding
  return name === 'latin1' || name === 'binary'
}

// biome-ignore lint/correctness/useYield: it has the form of what blocks
function* refuse(): Generator<Wait, never, void> {
  throw new Errno('EOPNOTSUPP')
}
