/** Recordings of real agents: JSON lines to sessions. vectors/README.md describes the format. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const Base64 = z.base64()

const Setup = z.strictObject({
  env: z.record(z.string(), z.string()).optional(),
  args: z.array(z.string()).optional(),
  state: z.string().optional(),
  frozen: z.boolean().optional(),
  files: z.record(z.string(), z.string()).optional(),
  hook: z.tuple([z.string(), z.string(), z.int()]).array().optional(),
  sshuser: z.boolean().optional(),
})

const Exchange = z.strictObject({
  version: z.string().min(1),
  session: z.string().min(1),
  seq: z.int().nonnegative(),
  conn: z.int().nonnegative(),
  note: z.string(),
  send_b64: Base64,
  recv_b64: Base64,
  volatile: z.boolean().optional(),
  send_template: z.string().optional(),
  poll_until_exited: z.boolean().optional(),
  then_client_disconnects: z.boolean().optional(),
  agent_closed_connection: z.boolean().optional(),
  agent_died: z.boolean().optional(),
  setup: Setup.nullable().optional(),
})

export type Exchange = z.infer<typeof Exchange>
export type Setup = z.infer<typeof Setup>

/** Exchanges with one agent, in order. */
export interface Session {
  readonly version: string
  readonly name: string
  readonly setup: Setup
  readonly exchanges: readonly Exchange[]
}

/** A folder or a file that holds no recordings; the message says which, why, and how to mend it. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError'
}

/** The sessions of all `.jsonl` files of a folder, in the order recorded; those of one version if it is given. */
export function readRecordings(folder: string, version?: string): Session[] {
  const sessions = recordingFiles(folder).flatMap(file => readSessions(readFileSync(file, 'utf8'), file))
  if (version === undefined) return sessions
  const wanted = sessions.filter(session => session.version === version)
  if (wanted.length === 0) {
    const versions = [...new Set(sessions.map(session => session.version))].join(', ')
    throw new RecordingError(`--version: expected one that ${folder} has recordings of (${versions}), got ${version}`)
  }
  return wanted
}

function recordingFiles(folder: string): string[] {
  let names: string[]
  try {
    names = readdirSync(folder)
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    const why = isMissing ? 'there is no such folder' : 'it is not a folder'
    throw new RecordingError(`--vectors: expected a folder of recordings, but ${why}: ${folder}`)
  }
  const files = names.filter(name => name.endsWith('.jsonl')).sort()
  if (files.length === 0) throw new RecordingError(`--vectors: expected <version>.jsonl files in ${folder}, found none`)
  return files.map(name => join(folder, name))
}

/** `file` is what messages name. */
export function readSessions(text: string, file: string): Session[] {
  const sessions = new Map<string, Exchange[]>()
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const exchange = readExchange(line, `${file}:${index + 1}`)
    const key = JSON.stringify([exchange.version, exchange.session])
    const exchanges = sessions.get(key) ?? []
    if (exchange.seq !== exchanges.length) {
      throw new RecordingError(
        `${file}:${index + 1}  seq: expected ${exchanges.length}, the next of its session, got ${exchange.seq}`,
      )
    }
    sessions.set(key, [...exchanges, exchange])
  }
  return [...sessions.values()].map(exchanges => {
    const { version = '', session: name = '', setup } = exchanges[0] ?? {}
    return { version, name, setup: setup ?? {}, exchanges }
  })
}

function readExchange(line: string, where: string): Exchange {
  let data: unknown
  try {
    data = JSON.parse(line)
  } catch (error) {
    throw new RecordingError(`${where}  expected a JSON object, got ${(error as Error).message}`)
  }
  const result = Exchange.safeParse(data)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const path = issue?.path.join('.') ?? ''
  throw new RecordingError(`${where}  ${path === '' ? '' : `${path}: `}${issue?.message}`)
}
