/** The text tools by name, as those of Debian print. */

import { play } from '../../tasks/play.js'
import type { Body } from '../../tasks/stream.js'
import { awk } from './own/awk/awk.js'
import { base32 } from './own/base32.js'
import { base64 } from './own/base64.js'
import { checksum } from './own/checksums.js'
import { cmp } from './own/cmp.js'
import { cut } from './own/cut.js'
import { diff } from './own/diff.js'
import { expand } from './own/expand.js'
import { fold } from './own/fold.js'
import { grep } from './own/grep/grep.js'
import { gzip } from './own/gzip/gzip.js'
import { hexdump } from './own/hexdump.js'
import { nl } from './own/nl.js'
import { od } from './own/od.js'
import { paste } from './own/paste.js'
import { rev } from './own/rev.js'
import { sed } from './own/sed/sed.js'
import { sort } from './own/sort.js'
import { tac } from './own/tac.js'
import { tar } from './own/tar/tar.js'
import { tr } from './own/tr.js'
import { uniq } from './own/uniq.js'
import { xxd } from './own/xxd.js'
import { type ToolSettings, textTool } from './text-tool.js'

const BINARY: ToolSettings = { isBinary: true }

export const textTools: ReadonlyMap<string, Body> = new Map<string, Body>([
  ['awk', awk],
  ['base32', play(base32)],
  ['base64', base64],
  ['cmp', cmp],
  ['column', textTool('column')],
  ['comm', textTool('comm')],
  ['cut', cut],
  ['diff', play(diff)],
  ['egrep', grep('E')],
  ['expand', expand],
  ['fgrep', grep('F')],
  ['fold', fold],
  ['gawk', awk],
  ['grep', grep('G')],
  ['gunzip', gzip(['-d'])],
  ['gzip', gzip([])],
  ['hd', hexdump],
  ['hexdump', hexdump],
  ['join', textTool('join')],
  ['jq', textTool('jq')],
  ['mawk', awk],
  ['md5sum', play(checksum('md5'))],
  ['nl', nl],
  ['od', od],
  ['paste', paste],
  ['rev', rev],
  ['sed', sed],
  ['sha1sum', play(checksum('sha1'))],
  ['sha256sum', play(checksum('sha256'))],
  ['sort', play(sort)],
  ['sha512sum', play(checksum('sha512'))],
  ['split', textTool('split', BINARY)],
  ['strings', textTool('strings', BINARY)],
  ['tac', play(tac)],
  ['tar', tar],
  ['tr', tr],
  ['unexpand', textTool('unexpand')],
  ['uniq', uniq],
  ['xxd', xxd],
  ['zcat', gzip(['-cd'])],
])
