/** A zone file as tzset(3) reads it (RFC 9636, version 2) that holds nothing but the rules now in force. */
export function tzif(posixRules: string): Uint8Array {
  const block = Buffer.concat([header(), Buffer.from([0, 0, 0, 0, 0, 0]), Buffer.from('UTC\0')])
  return Buffer.concat([block, block, Buffer.from(`\n${posixRules}\n`)])
}

/** The rules of such a file, a POSIX TZ string; undefined for other bytes. */
export function rulesOf(bytes: Uint8Array): string | undefined {
  const text = Buffer.from(bytes).toString('latin1')
  return text.startsWith('TZif') ? /\n([^\n]+)\n$/.exec(text)?.[1] : undefined
}

/** No transitions, one type of local time, four bytes of abbreviations. */
function header(): Buffer {
  const bytes = Buffer.alloc(44)
  bytes.write('TZif2')
  bytes.writeUInt32BE(1, 36)
  bytes.writeUInt32BE(4, 40)
  return bytes
}
