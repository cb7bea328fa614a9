import type { GzipError } from './member.js'

/** What gzip(1) says of what it can't expand. */
export const COMPLAINTS: Readonly<Record<GzipError['reason'], string>> = {
  format: 'not in gzip format',
  end: 'unexpected end of file',
  sum: 'invalid compressed data--crc error',
  length: 'invalid compressed data--length error',
  data: 'invalid compressed data--format violated',
}
