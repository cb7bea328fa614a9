import type { OpenFile } from '../../files/open-file.js'
import { quoted } from '../quote.js'
import { openSource, type Source } from '../reading.js'
import { type Tool, tool } from '../tool.js'
import { Copy, type Job } from './dd-copy.js'
import { type DdRequest, readOperands } from './dd-operands.js'
import { copyReport } from './dd-report.js'

/** coreutils' dd(1). */
export const dd = tool(tool => run(tool, readOperands(tool)))

function run(tool: Tool, { from, to, status, appends, skip, seek, job }: DdRequest): void {
  const open = <T>(name: string, action: () => T): T => {
    const file = tool.get(action, text => `failed to open ${quoted(name)}: ${text}`)
    if (file === undefined) throw tool.exit(1)
    return file
  }
  const source = open(from ?? 'standard input', () =>
    from === undefined ? openSource(tool, '-') : openInput(tool, from),
  )
  const target = to === undefined ? undefined : open(to, () => openTarget(tool, to, job, seek, appends))
  if (target !== undefined && seek > 0n)
    tool.attempt(
      () => target.seek(seek, 'set'),
      text => `${to}: cannot seek: ${text}`,
    )
  if (!skipInput(source, skip))
    tool.stderr.add(`${tool.name}: ${from ?? "'standard input'"}: cannot skip to specified offset\n`)
  const copy = new Copy(tool, source, target, job)
  const ended = tool.attempt(
    () => copy.run(),
    text =>
      `error ${copy.stage} ${quoted((copy.stage === 'reading' ? from : to) ?? `standard ${copy.stage === 'reading' ? 'in' : 'out'}put`)}: ${text}`,
  )
  source.close()
  target?.close()
  if (ended && job.conv.some(name => /^f(data)?sync$/.test(name))) tool.guest.activity.disks.sync()
  tool.stderr.add(copyReport(copy, status))
}

/** Unlike openSource it reads devices without an end: `count` is what ends them here. */
function openInput(tool: Tool, name: string): Source {
  const file = tool.files.open(tool.path(name), { read: true, write: false }, 0, tool.cred)
  return { read: length => file.read(length), stat: file.stat(), close: () => file.close() }
}

function openTarget(tool: Tool, name: string, { conv }: Job, seek: bigint, append: boolean): OpenFile {
  const path = tool.path(name)
  const truncate = !conv.includes('notrunc')
  const flags = {
    read: false,
    write: true,
    create: !conv.includes('nocreat'),
    exclusive: conv.includes('excl'),
    append,
  }
  const file = tool.files.open(path, { ...flags, truncate: truncate && seek === 0n }, 0o666, tool.cred)
  if (truncate && seek > 0n && file.stat().kind === 'file') file.truncate(seek)
  return file
}

/** Whether there was as much to skip. */
function skipInput(source: Source, skip: bigint): boolean {
  for (let rest = skip; rest > 0n; ) {
    const bytes = source.read(Number(rest < 65_536n ? rest : 65_536n))
    if (bytes.length === 0) return false
    rest -= BigInt(bytes.length)
  }
  return true
}
