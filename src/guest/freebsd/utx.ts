/** The records of FreeBSD's /var/run/utx.active (struct futx, 197 bytes each, big-endian). */
import type { SessionConfig } from '../config.js'
import { USER_PROCESS } from '../utmp.js'

const RECORD = 197
const TYPE = 0
const MICROSECONDS = 1
const PID = 17
const FIELDS = { id: [9, 8], user: [21, 32], line: [53, 16], host: [69, 128] } as const

/** utmpx.h numbers the types otherwise than Linux does; other ones are kept as they are. */
const FREEBSD_USER_PROCESS = 4

export function encodeUtx(sessions: readonly SessionConfig[]): Buffer {
  return Buffer.concat(sessions.map(encodeRecord))
}

/** Incomplete records at the end are ignored. */
export function decodeUtx(bytes: Uint8Array): SessionConfig[] {
  const buffer = Buffer.from(bytes)
  const count = Math.floor(buffer.length / RECORD)
  return Array.from({ length: count }, (_, index) =>
    decodeRecord(buffer.subarray(index * RECORD, (index + 1) * RECORD)),
  )
}

function encodeRecord({ type, pid, line, user, host, time }: SessionConfig): Buffer {
  const record = Buffer.alloc(RECORD)
  record.writeUInt8(type === USER_PROCESS ? FREEBSD_USER_PROCESS : type, TYPE)
  record.writeBigUInt64BE(BigInt.asUintN(64, time), MICROSECONDS)
  record.writeUInt32BE(pid, PID)
  writeField(record, FIELDS.id, line.slice(-FIELDS.id[1]))
  writeField(record, FIELDS.user, user)
  writeField(record, FIELDS.line, line)
  writeField(record, FIELDS.host, host)
  return record
}

function decodeRecord(record: Buffer): SessionConfig {
  const type = record.readUInt8(TYPE)
  return {
    type: type === FREEBSD_USER_PROCESS ? USER_PROCESS : type,
    pid: record.readUInt32BE(PID),
    line: readField(record, FIELDS.line),
    user: readField(record, FIELDS.user),
    host: readField(record, FIELDS.host),
    time: BigInt.asIntN(64, record.readBigUInt64BE(MICROSECONDS)),
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
