/** The agent's open files, however its system keeps them. */
import type { Whence } from './files/open-file.js'

export interface HandleTable {
  /** Opens a file and gives it a number. Throws InvalidMode, and what the system and the counter throw. */
  open(path: string, mode: string): bigint
  /** Up to `count` bytes, and what the agent says of the end of the file. Throws UnknownHandle, as all below. */
  read(handle: bigint, count: number): { bytes: Uint8Array; eof: boolean }
  write(handle: bigint, bytes: Uint8Array): { count: number; eof: boolean }
  /** What happens at a write before its data are looked at. */
  prepareWrite(handle: bigint): void
  seek(handle: bigint, offset: bigint, whence: Whence): { position: bigint; eof: boolean }
  flush(handle: bigint): void
  close(handle: bigint): void
  has(handle: bigint): boolean
  list(): { handle: bigint; path: string; mode: string }[]
  /** The agent ends. */
  closeAll(): void
  /** The agent is killed. */
  dropAll(): void
  snapshot(): HandleTableSnapshot
  /** Back to what a snapshot of the same table holds; Files must have been restored to the same moment before. */
  restore(snapshot: HandleTableSnapshot): void
}

/** Plain data, of which each table knows its own kind. */
export interface HandleTableSnapshot {
  readonly handles: readonly object[]
}
