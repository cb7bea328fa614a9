/** Bytes that went between a file of the tree and a program. */
export interface Transfer {
  /** What is mounted there: "vda1", "tmpfs". */
  readonly source: string
  /** The number of the file, which no other one gets. */
  readonly ino: number
  readonly kind: 'read' | 'write'
  readonly offset: bigint
  /** Bytes. */
  readonly length: number
  /** Bytes of the file afterwards. */
  readonly size: bigint
}
