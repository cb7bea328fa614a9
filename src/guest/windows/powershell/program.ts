/** Programs that PowerShell starts. */
import { Errno } from '../../errno.js'
import type { Description } from '../../tasks/description.js'
import type { Wait } from '../../wait.js'
import { argvOf } from '../command-line.js'
import { Failure } from './errors.js'
import type { Argument } from './invoke.js'
import { linesOfAll } from './screen.js'
import type { Session, Sink } from './session.js'
import { itemsOf, textOf, type Value } from './values.js'

export interface Start {
  readonly path: string
  readonly name: string
  readonly args: readonly Argument[]
  readonly input: readonly Value[] | undefined
  readonly sink: Sink
  /** Where its errors are lost. */
  readonly nul: Description | undefined
}

/** What it prints are lines, one a value; on the screen it prints itself. */
export function* runProgram(session: Session, start: Start): Generator<Wait, void, void> {
  const { task } = session
  const { sink } = start
  if ('flush' in sink && typeof sink.flush === 'function') yield* sink.flush() as Generator<Wait, void, void>
  const descriptors: Record<number, Description | null> = {}
  if (start.nul !== undefined) descriptors[2] = start.nul
  const output = sink.isScreen ? undefined : task.pipe()
  const fd = output === undefined ? undefined : task.descriptors.add(output.reader, 3)
  if (output !== undefined && fd !== undefined) {
    descriptors[1] = output.writer
    descriptors[fd] = null
    if (session.errors === sink) descriptors[2] = output.writer
  }
  if (start.input !== undefined) descriptors[0] = feed(session, start.input, fd)
  const child = spawn(session, start, descriptors)
  if (fd !== undefined) {
    const text = Buffer.from(yield* task.readAll(fd)).toString('utf8')
    task.descriptors.close(fd)
    if (text !== '') for (const line of text.replace(/\r?\n$/, '').split(/\r?\n/)) yield* sink.put(line)
  }
  const ending = yield* task.wait(child.pid)
  const code = 'exitCode' in ending ? ending.exitCode | 0 : 1
  session.set('lastexitcode', code, 'global')
  session.isGood = code === 0
}

/** Another process writes what it reads, so that neither waits for the other. */
function feed({ task }: Session, input: readonly Value[], fd: number | undefined): Description {
  const { reader, writer } = task.pipe()
  const bytes = Buffer.from(
    linesOfAll(input)
      .map(line => `${line}\r\n`)
      .join(''),
  )
  task.fork(
    function* (writing) {
      yield* writing.write(1, bytes)
      return { exitCode: 0 }
    },
    { descriptors: { 1: writer, ...(fd === undefined ? {} : { [fd]: null }) } },
  )
  return reader
}

function spawn(session: Session, { path, name, args }: Start, descriptors: Record<number, Description | null>) {
  const line = [name, ...args.flatMap(wordsOf)].map(quoted).join(' ')
  try {
    const { environ } = session.environment
    return session.task.spawn({ path, argv: argvOf(line) }, { environ, cwd: session.folder, descriptors })
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    const message = `Program '${name}' failed to run: ${error.code === 'EACCES' ? 'Access is denied' : 'The specified executable is not a valid application for this OS platform.'}`
    throw new Failure(
      message,
      {
        category: 'ResourceUnavailable: (:) [], ApplicationFailedException',
        id: 'NativeCommandFailed',
        command: '',
      },
      { isFinal: true },
    )
  }
}

function wordsOf({ spelt, value }: Argument): string[] {
  const values = value === undefined ? [] : itemsOf(value).map(textOf)
  if (spelt === undefined) return values
  return value === undefined ? [`-${spelt}`] : [`-${spelt}:${values.join(' ')}`]
}

/** Windows PowerShell leaves empty ones away, and doesn't mind quotes within. */
function quoted(word: string): string {
  return /[ \t]/.test(word) && !word.startsWith('"') ? `"${word}"` : word
}
