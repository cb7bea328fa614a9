/** The little of the human monitor that host tools use through QMP. */
import { QapiError } from '../../qapi/errors.js'
import { inFull } from '../../qapi/version.js'
import type { Qemu } from '../qemu.js'
import { uuidText } from './commands/query-uuid.js'
import { hasBoard } from './cpus.js'
import { notSimulated } from './errors.js'
import { OTHER_COMMANDS, OTHER_INFOS } from './human-monitor-names.js'

type Hmp = (qemu: Qemu) => string | undefined

interface HmpCommand {
  /** Under which it is complained about: "stop|s". */
  readonly names: string
  readonly run: Hmp
}

/** Undefined: it prints nothing. */
const COMMANDS: readonly HmpCommand[] = [
  { names: 'stop|s', run: ({ runState }) => void runState.stop() },
  { names: 'cont|c', run: ({ runState }) => void runState.cont() },
  { names: 'system_reset', run: ({ runState }) => void runState.reset() },
  { names: 'system_powerdown', run: ({ runState }) => void runState.powerdown() },
  { names: 'system_wakeup', run: wakeup },
  { names: 'quit|q', run: ({ runState }) => void runState.quit('host-qmp-quit') },
]

const INFOS: readonly HmpCommand[] = [
  { names: 'status', run: status },
  { names: 'name', run: ({ config: { name } }) => name },
  { names: 'uuid', run: ({ config }) => uuidText(config) },
  { names: 'version', run: ({ config }) => inFull(config.version) + config.package },
  { names: 'kvm', run: ({ config }) => `kvm support: ${config.kvm ? 'enabled' : 'disabled'}` },
  { names: 'chardev', run: chardevs },
  { names: 'balloon', run: () => 'Error: No balloon device has been activated' },
]

/** What the line prints. */
export function runHmp(qemu: Qemu, line: string): string {
  const words = line.split(/\s+/).filter(word => word !== '')
  const isInfo = words[0] === 'info' && words.length > 1
  const [name, ...rest] = isInfo ? words.slice(1) : words
  if (name === undefined) return ''
  const command = (isInfo ? INFOS : COMMANDS).find(({ names }) => names.split('|').includes(name))
  const asked = isInfo ? `info ${name}` : name
  if (command === undefined) {
    const isKnown = (isInfo ? OTHER_INFOS : OTHER_COMMANDS).has(name)
    return printed(isKnown ? notSimulated(asked).desc : `unknown command: '${asked}'`)
  }
  if (rest.length > 0) return extraneous(command, asked)
  try {
    return printed(command.run(qemu))
  } catch (error) {
    if (!(error instanceof QapiError)) throw error
    return printed(`Error: ${error.desc}`)
  }
}

function extraneous({ names }: HmpCommand, asked: string): string {
  return (
    printed(`${names}: extraneous characters at the end of line`) + printed(`Try "help ${asked}" for more information`)
  )
}

function wakeup(qemu: Qemu): undefined {
  if (!hasBoard(qemu)) throw new QapiError('wake-up from suspend is not supported by this guest')
  qemu.runState.systemWakeup()
}

function status({ runState }: Qemu): string {
  const { status } = runState
  const why = status === 'running' || status === 'paused' ? '' : ` (${status})`
  return `VM status: ${status === 'running' ? 'running' : 'paused'}${why}`
}

function chardevs(qemu: Qemu): string | undefined {
  const lines = qemu.chardevs.list().map(chardev => `${chardev.label}: filename=${chardev.filename()}`)
  return lines.length === 0 ? undefined : lines.join('\r\n')
}

function printed(text: string | undefined): string {
  return text === undefined ? '' : `${text}\r\n`
}
