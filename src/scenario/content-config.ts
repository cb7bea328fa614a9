/** Bytes and files. */
import type { Content, FileConfig } from '../guest/config.js'
import { stub } from '../guest/image/stub.js'
import { parseMode } from './file-mode.js'
import type { ScenarioInput } from './schema.js'
import { parseSize } from './units.js'

type FileInput = NonNullable<NonNullable<ScenarioInput['files']>[string]>
type ContentInput = {
  readonly content?: string | undefined
  readonly base64?: string | undefined
  readonly size?: number | string | undefined
  readonly fill?: 'zero' | 'random' | { text: string } | undefined
}

function bytes(data: Uint8Array): Content {
  return { kind: 'bytes', bytes: data }
}

export function toContent(input: string | ContentInput = ''): Content {
  if (typeof input === 'string') return bytes(new TextEncoder().encode(input))
  const { content, base64, size, fill = 'zero' } = input
  if (size !== undefined) return { kind: 'fill', size: parseSize(size) ?? 0n, fill }
  // A Uint8Array of its own: a Buffer would share the pool of the host.
  if (base64 !== undefined) return bytes(Uint8Array.from(Buffer.from(base64, 'base64')))
  return toContent(content)
}

function toFileConfig(path: string, input: FileInput): FileConfig {
  const file = typeof input === 'string' ? { content: input } : input
  const permissions = file.readOnly ? 0o444 : file.mode === undefined ? undefined : parseMode(file.mode)
  const common = { path, owner: file.owner ?? 'root', group: file.group ?? 'root' }
  if (file.symlink !== undefined) return { ...common, mode: 0o777, kind: 'symlink', target: file.symlink }
  if (file.directory) return { ...common, mode: permissions ?? 0o755, kind: 'directory' }
  if (file.builtin !== undefined) {
    return {
      ...common,
      mode: permissions ?? 0o755,
      kind: 'file',
      content: bytes(Uint8Array.from(stub('built-in', file.builtin))),
    }
  }
  if (file.fifo) return { ...common, mode: permissions ?? 0o644, kind: 'fifo' }
  return { ...common, mode: permissions ?? 0o644, kind: 'file', content: toContent(file) }
}

export function toFileConfigs({ files = {} }: ScenarioInput): FileConfig[] {
  return Object.entries(files).flatMap(([path, input]) => (input === null ? [] : [toFileConfig(path, input)]))
}
