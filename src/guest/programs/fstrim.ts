import { Errno, strerror } from '../errno.js'
import type { Mount } from '../mounts.js'
import { parseCount } from './counts.js'
import { mountOf } from './devices.js'
import { spacedSize } from './human.js'
import type { GivenOptions } from './options.js'
import { quotedWord } from './quote.js'
import { type Tool, tool } from './tool.js'

const OPTIONS = ['a,all', 'm,minimum=', 'n,dry-run', 'v,verbose', 'quiet-unsupported']

/** util-linux's fstrim(8). */
export const fstrim = tool(
  tool => {
    const options = tool.options(OPTIONS)
    const [directory, extra] = options.operands
    const text = options.value('m') ?? '0'
    const minimum = parseCount(text)
    if (minimum === undefined) throw tool.fail(`failed to parse minimum extent length: ${quotedWord(text)}`)
    if (options.has('a')) {
      if (directory !== undefined) throw tool.usage('unexpected number of arguments')
      for (const mount of devicesOnce(tool)) trimOne(tool, options, mount, mount.path, minimum)
      return
    }
    if (directory === undefined) throw tool.fail('no mountpoint specified')
    if (extra !== undefined) throw tool.usage('unexpected number of arguments')
    const path = tool.path(directory)
    const stat = tool.get(
      () => tool.files.stat(path, tool.cred),
      text => `stat of ${directory} failed: ${text}`,
    )
    if (stat === undefined) return
    if (stat.kind !== 'directory') throw tool.fail(`${directory}: not a directory`)
    const mount = mountOf(tool.guest, tool.files.realpath(path, tool.cred))
    if (mount !== undefined) trimOne(tool, options, mount, directory, minimum)
  },
  { shortName: true },
)

/** Every file system that can be written to once, however often it is mounted. */
function devicesOnce(tool: Tool): readonly Mount[] {
  const seen = new Set<string>()
  return tool.guest.mounts.blockMounts.filter(({ source, options }) => {
    if (seen.has(source) || options.split(',').includes('ro')) return false
    seen.add(source)
    return true
  })
}

function trimOne(tool: Tool, options: GivenOptions, mount: Mount, name: string, minimum: bigint): void {
  const { openError, disk } = mount
  const where = options.has('a') ? ` on /dev/${mount.source}` : ''
  if (openError !== undefined) {
    tool.warn(`cannot open ${name}: ${strerror(openError)}`)
    return
  }
  try {
    if (tool.cred.uid !== 0) throw new Errno('EPERM')
    if (options.has('n')) {
      tool.print(`${name}: 0 B (dry run) trimmed${where}\n`)
      return
    }
    if (disk === undefined) throw new Errno('EOPNOTSUPP')
    const bytes = tool.guest.trim(mount, minimum)
    if (options.has('v')) tool.print(`${name}: ${spacedSize(bytes)} (${bytes} bytes) trimmed${where}\n`)
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    const unsupported = error.code === 'EOPNOTSUPP' || error.code === 'ENOTTY'
    if (!unsupported) tool.warn(`${name}: FITRIM ioctl failed: ${error.text}`)
    // With --all nobody asked for this one in particular.
    else if (!options.has('a') && !options.has('quiet-unsupported')) {
      tool.warn(`${name}: the discard operation is not supported`)
    }
  }
}
