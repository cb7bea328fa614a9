/** Copying what is in a file. */
import { Errno } from '../errno.js'
import type { OpenFile } from '../files/open-file.js'
import { quoted } from './quote.js'
import { chunks, openSource, type Source } from './reading.js'
import type { Pair } from './targets.js'
import type { Tool } from './tool.js'

const ZEROS = new Uint8Array(65536)

/** A new file gets `mode` less the umask. Whether it went well. */
export function copyBytes(tool: Tool, { from, to }: Pair, mode: number, force: boolean): boolean {
  const source = tool.get(
    () => openSource(tool, joinDash(from)),
    text => `cannot open ${quoted(from)} for reading: ${text}`,
  )
  if (source === undefined) return false
  const target = tool.get(
    () => openTarget(tool, to, mode, force),
    text => `cannot create regular file ${quoted(to)}: ${text}`,
  )
  const done =
    target !== undefined &&
    tool.attempt(
      () => pump(source, target),
      text => `error copying ${quoted(from)} to ${quoted(to)}: ${text}`,
    )
  source.close()
  target?.close()
  return done
}

/** For cp a file named "-" is a file. */
function joinDash(name: string): string {
  return name === '-' ? './-' : name
}

function openTarget(tool: Tool, name: string, mode: number, force: boolean): OpenFile {
  const path = tool.path(name)
  const flags = { read: false, write: true, create: true, truncate: true }
  try {
    return tool.files.open(path, flags, mode & 0o777, tool.cred)
  } catch (error) {
    // A name with a slash behind it is no directory that one could make this way.
    if (error instanceof Errno && error.code === 'EISDIR' && name.endsWith('/')) throw new Errno('ENOTDIR', name)
    if (!force || !(error instanceof Errno) || !tool.files.exists(path)) throw error
    tool.files.unlink(path, tool.cred)
    return tool.files.open(path, flags, mode & 0o777, tool.cred)
  }
}

/** Zeros of an ordinary file are not written: where there was a hole there shall be one again. */
function pump(source: Source, target: OpenFile): void {
  const sparse = source.stat?.kind === 'file' && target.stat().kind === 'file'
  for (const chunk of chunks(source)) {
    if (sparse && Buffer.compare(chunk, ZEROS.subarray(0, chunk.length)) === 0) {
      target.truncate(target.seek(BigInt(chunk.length), 'cur'))
      continue
    }
    for (let rest = chunk; rest.length > 0; ) rest = rest.subarray(target.write(rest))
  }
}
