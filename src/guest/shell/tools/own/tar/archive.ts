/** The archive itself: a file or a stream, which may be compressed. */
import { Errno } from '../../../../errno.js'
import { closeInput, openInput } from '../../../../programs/streaming/input.js'
import type { Wait } from '../../../../wait.js'
import { COMPLAINTS } from '../gzip/complaints.js'
import { compress, expand, GzipError, isGzip } from '../gzip/member.js'
import type { TarRun } from './run.js'

/** What tar has gzip do. */
const LEVEL = 6

export interface ReadArchive {
  readonly bytes: Uint8Array
  /** What came out of gzip before it failed. */
  readonly isBroken: boolean
}

export function* readArchive(run: TarRun): Generator<Wait, ReadArchive, void> {
  const { file, isGzip: wantsGzip } = run.settings
  const bytes = yield* contentOf(run, file)
  if (wantsGzip || (file !== '-' && isGzip(bytes))) return yield* expanded(run, bytes)
  if (isGzip(bytes)) yield* run.giveUp('Archive is compressed. Use -z option')
  return { bytes, isBroken: false }
}

function* contentOf(run: TarRun, file: string): Generator<Wait, Uint8Array, void> {
  const { task } = run.console
  try {
    const fd = yield* openInput(task, file)
    const bytes = yield* task.readAll(fd)
    closeInput(task, fd)
    return bytes
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    if (error.code === 'EISDIR') return yield* run.giveUp(`${run.shown(file)}: Cannot read: ${error.text}`)
    return yield* run.giveUp(`${run.shown(file)}: Cannot open: ${error.text}`)
  }
}

function* expanded(run: TarRun, bytes: Uint8Array): Generator<Wait, ReadArchive, void> {
  try {
    return { bytes: expand(bytes).bytes, isBroken: false }
  } catch (error) {
    if (!(error instanceof GzipError)) throw error
    yield* run.console.say(`\ngzip: stdin: ${COMPLAINTS[error.reason]}\n`)
    return { bytes: error.bytes, isBroken: true }
  }
}

/** Where an archive is written to. */
export interface ArchiveTarget {
  readonly fd: number
  /** Undefined for standard output. */
  readonly path: string | undefined
}

export function* openArchive(run: TarRun): Generator<Wait, ArchiveTarget, void> {
  const { file } = run.settings
  if (file === '-') return { fd: 1, path: undefined }
  const { task } = run.console
  try {
    const flags = { read: false, write: true, create: true, truncate: true }
    const fd = task.descriptors.add(yield* task.open(file, flags, 0o666 & ~task.umask), 3)
    return { fd, path: task.guest.files.realpath(task.path(file), task.cred) }
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    return yield* run.giveUp(`${run.shown(file)}: Cannot open: ${error.text}`)
  }
}

export function* writeArchive(run: TarRun, { fd }: ArchiveTarget, bytes: Uint8Array): Generator<Wait, void, void> {
  const { task } = run.console
  const whole = run.settings.isGzip ? compress(bytes, LEVEL) : bytes
  if (fd === 1) return yield* run.console.print(whole)
  try {
    yield* task.write(fd, whole)
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    yield* run.giveUp(`${run.shown(run.settings.file)}: Cannot write: ${error.text}`)
  }
  closeInput(task, fd)
}
