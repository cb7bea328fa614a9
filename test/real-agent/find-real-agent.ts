/** Is there a real qemu-ga on this machine? */
import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

export interface RealAgentProgram {
  readonly path: string
  /** As in guest-info: "7.2.22". */
  readonly version: string
}

/** The first in PATH, or that of a system whose users have no /usr/sbin in theirs. */
export function findRealAgent(): RealAgentProgram | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']
  for (const folder of folders.filter(folder => folder.startsWith('/'))) {
    const path = join(folder, 'qemu-ga')
    if (!isExecutable(path)) continue
    const { stdout } = spawnSync(path, ['-V'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    const version = /^QEMU Guest Agent (\S+)/.exec(stdout ?? '')?.[1]
    if (version !== undefined) return { path, version }
  }
  return undefined
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
