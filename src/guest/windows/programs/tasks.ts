/** Rows of tasklist.exe, and the filters that it and taskkill.exe know. */
import type { Guest } from '../../guest.js'
import type { Process } from '../../processes.js'
import { isSameName } from '../names.js'

export interface Row {
  readonly process: Process
  readonly image: string
  readonly session: string
  readonly sessionNumber: number
  /** KiB: nothing that the guest keeps, so it is made of the seed. */
  readonly memory: number
}

const LEAST_MEMORY = 1500
const MEMORY_RANGE = 40_000

export function rowsOf(guest: Guest): readonly Row[] {
  const loggedOn = new Set(guest.windows?.accounts.sessions().map(({ user }) => user.toUpperCase()))
  return guest.processes.list().map(process => {
    const image = imageOf(process)
    const isServices = !loggedOn.has(process.user.toUpperCase())
    const drawn = Buffer.from(guest.randomBytes(`memory/${process.pid}/${image}`, 4)).readUInt32LE() % MEMORY_RANGE
    const memory = LEAST_MEMORY + drawn - (drawn % 4)
    return { process, image, session: isServices ? 'Services' : 'Console', sessionNumber: isServices ? 0 : 1, memory }
  })
}

function imageOf({ argv }: Process): string {
  const name = (argv[0] ?? '').replace(/^.*[\\/]/s, '')
  return name.includes('.') || /^(?:System|Registry)$/.test(name) ? name : `${name}.exe`
}

/** `IMAGENAME eq x.exe`, `PID ne 4`; undefined for another kind. */
export function filterOf(text: string): ((row: Row) => boolean) | undefined {
  const [, kind = '', operator = '', value = ''] = /^\s*(imagename|pid)\s+(eq|ne)\s+(.+?)\s*$/i.exec(text) ?? []
  if (kind === '') return undefined
  const isIt = (row: Row) => (/^pid$/i.test(kind) ? row.process.pid === Number(value) : isSameName(row.image, value))
  return row => isIt(row) === /^eq$/i.test(operator)
}
