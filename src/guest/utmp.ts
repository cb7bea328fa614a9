/** The records of /run/utmp (struct utmp of glibc on x86-64, 384 bytes each, little-endian). */
import type { SessionConfig } from './config.js'

export const RUN_LVL = 1
export const BOOT_TIME = 2
export const USER_PROCESS = 7
export const DEAD_PROCESS = 8

/** As systemd notes it: a change to run level 0. */
export function isShutdown({ type, user }: SessionConfig): boolean {
  return type === RUN_LVL && user === 'shutdown'
}

const RECORD = 384
const FIELDS = { line: [8, 32], id: [40, 4], user: [44, 32], host: [76, 256] } as const
const PID = 4
const SECONDS = 340
const MICROSECONDS = 344

export function encodeUtmp(sessions: readonly SessionConfig[]): Buffer {
  return Buffer.concat(sessions.map(encodeRecord))
}

/** Incomplete records at the end are ignored, as getutent(3) does. */
export function decodeUtmp(bytes: Uint8Array): SessionConfig[] {
  const buffer = Buffer.from(bytes)
  const count = Math.floor(buffer.length / RECORD)
  return Array.from({ length: count }, (_, index) =>
    decodeRecord(buffer.subarray(index * RECORD, (index + 1) * RECORD)),
  )
}

function encodeRecord({ type, pid, line, user, host, time }: SessionConfig): Buffer {
  const record = Buffer.alloc(RECORD)
  record.writeInt16LE(type, 0)
  record.writeInt32LE(pid, PID)
  writeField(record, FIELDS.line, line)
  writeField(record, FIELDS.id, line === '~' ? '~~' : line.slice(-4))
  writeField(record, FIELDS.user, user)
  writeField(record, FIELDS.host, host)
  record.writeInt32LE(Number(BigInt.asIntN(32, time / 1_000_000n)), SECONDS)
  record.writeInt32LE(Number(time % 1_000_000n), MICROSECONDS)
  return record
}

function decodeRecord(record: Buffer): SessionConfig {
  return {
    type: record.readInt16LE(0),
    pid: record.readInt32LE(PID),
    line: readField(record, FIELDS.line),
    user: readField(record, FIELDS.user),
    host: readField(record, FIELDS.host),
    time: BigInt(record.readInt32LE(SECONDS)) * 1_000_000n + BigInt(record.readInt32LE(MICROSECONDS)),
  }
}

function writeField(record: Buffer, [at, size]: readonly [number, number], text: string): void {
  Buffer.from(text, 'utf8').copy(record, at, 0, size)
}

function readField(record: Buffer, [at, size]: readonly [number, number]): string {
  const field = record.subarray(at, at + size)
  const end = field.indexOf(0)
  return field.toString('utf8', 0, end === -1 ? size : end)
}
