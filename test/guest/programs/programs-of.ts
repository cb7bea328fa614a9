/** Which built-in programs a scenario's guest has where programs are looked for. */
import { Guest } from '../../../src/guest/guest.js'
import { STUB_MARK } from '../../../src/guest/image/stub.js'
import { load } from '../../scenario/vocabulary.js'

const FOLDERS = [
  ...['/bin', '/sbin', '/usr/bin', '/usr/sbin', '/usr/local/bin', '/usr/local/sbin'],
  // The agent calls its hook there.
  ...['/etc/qemu', '/etc/qemu-ga'],
]

/** By the names of their files, links included. */
export function programsOf(scenario: string): Set<string> {
  const { files } = new Guest(load(scenario).guest)
  const found = FOLDERS.flatMap(folder => {
    if (!files.exists(folder)) return []
    return files.readdir(folder).filter(name => {
      const path = `${folder}/${name}`
      if (!files.exists(path) || files.stat(path).kind !== 'file') return false
      return STUB_MARK.test(Buffer.from(files.readFile(path)).toString('latin1'))
    })
  })
  return new Set(found)
}
