/** The files that every story begins with: on this machine for the real agent, in the guest for mockvm. */
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ScenarioInput } from '../../src/index.js'

export type Entry =
  | { readonly bytes: Buffer; readonly mode?: number }
  | { readonly directory: true; readonly mode?: number }
  /** A target that begins with a slash is below the folder. */
  | { readonly link: string }
  | { readonly fifo: true }

const LINES = Array.from({ length: 40 }, (_, line) => `line ${line} ${'abcdefghij '.repeat(line % 5)}end`).join('\n')

/** Bytes without a pattern that a mistake in offsets could hide in. */
function noise(length: number): Buffer {
  let state = 1
  const bytes = Array.from({ length }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    return state >>> 24
  })
  return Buffer.from(bytes)
}

export const WORLD: Readonly<Record<string, Entry>> = {
  empty: { bytes: Buffer.alloc(0) },
  hello: { bytes: Buffer.from('hello\n') },
  lines: { bytes: Buffer.from(LINES) },
  page: { bytes: noise(4096) },
  big: { bytes: noise(10_000) },
  large: { bytes: noise(70_000) },
  script: { bytes: Buffer.from('#!/no/such/interpreter\n'), mode: 0o755 },
  readonly: { bytes: Buffer.from('kept\n'), mode: 0o444 },
  dir: { directory: true },
  'dir/inner': { bytes: Buffer.from('inner\n') },
  'dir/none': { directory: true },
  'with blank': { bytes: Buffer.from('blank\n') },
  ünï: { bytes: Buffer.from('ünï\n') },
  link: { link: 'hello' },
  dirlink: { link: 'dir' },
  dangling: { link: 'nowhere' },
  loop: { link: 'loop' },
  absolute: { link: '/big' },
  fifo: { fifo: true },
}

export const NAMES: readonly string[] = Object.keys(WORLD)

const DEFAULT_FILE = 0o644

/** Puts the folder's content back to the beginning, whatever it is now. */
export function furnish(folder: string): void {
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true, force: true })
  const fifos: string[] = []
  for (const [name, entry] of Object.entries(WORLD)) {
    const path = join(folder, name)
    if ('directory' in entry) mkdirSync(path)
    else if ('link' in entry) symlinkSync(inFolder(entry.link, folder), path)
    else if ('fifo' in entry) fifos.push(path)
    else {
      writeFileSync(path, entry.bytes)
      chmodSync(path, entry.mode ?? DEFAULT_FILE)
    }
  }
  // Node has no mkfifo(2).
  if (fifos.length > 0) spawnSync('mkfifo', ['-m', '644', ...fifos])
}

/** The same as a scenario's `files`. */
export function scenarioFiles(folder: string): NonNullable<ScenarioInput['files']> {
  const files = Object.entries(WORLD).map(([name, entry]) => [`${folder}/${name}`, toScenario(entry, folder)])
  // As mkdtemp(3) makes it.
  return { [folder]: { directory: true, mode: '0700' }, ...Object.fromEntries(files) }
}

function toScenario(entry: Entry, folder: string) {
  if ('directory' in entry) return { directory: true as const }
  if ('link' in entry) return { symlink: inFolder(entry.link, folder) }
  if ('fifo' in entry) return { fifo: true as const }
  return { base64: entry.bytes.toString('base64'), mode: (entry.mode ?? DEFAULT_FILE).toString(8).padStart(4, '0') }
}

function inFolder(target: string, folder: string): string {
  return target.startsWith('/') ? `${folder}${target}` : target
}
