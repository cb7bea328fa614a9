import { VERSION } from '../../version.js'
import { FAILURE, OK } from '../exit-status.js'
import type { Terminal } from '../terminal.js'
import { type CommandLine, readCommandLine } from './command-line.js'
import { QemuError } from './error.js'
import { helpText, versionText } from './help.js'
import { areLogItems, LOG_HELP } from './log-items.js'
import { readOwnOptions } from './own-options.js'
import { checkProgramName, DAEMON, programName } from './program-name.js'
import { Report } from './report.js'
import { readWords } from './words.js'

/** `mockvm qemu …`: takes the place of QEMU in what starts it. Resolves with the exit status. */
export async function runQemu(args: readonly string[], terminal: Terminal): Promise<number> {
  const { stdout, stderr, env } = terminal
  const program = programName(terminal)
  const report = new Report(stderr, program)
  const isDaemon = env[DAEMON] !== undefined
  try {
    // Who has left this daemon behind has read the same line, and told what there was to tell.
    report.isMuted = isDaemon
    checkProgramName(program)
    const words = readWords(args)
    const line = readCommandLine(words, report)
    if (line === 'version' || line === 'help') {
      stdout.write(line === 'version' ? versionText(VERSION) : helpText(program))
      return OK
    }
    if ('status' in line) {
      stdout.write(line.text)
      return line.status
    }
    if (!areLogItems(line.values.get('d') ?? 'all')) {
      stdout.write(LOG_HELP)
      return FAILURE
    }
    const own = readOwnOptions(words, env)
    report.isMuted = false
    report.guestName = shownName(line)
    if (line.flags.has('daemonize') && !isDaemon) {
      const status = await terminal.startDetachedUntilReady(['qemu', ...args], { [DAEMON]: program }, inheritedBy(line))
      return status === undefined || status === OK ? OK : FAILURE
    }
    // Whoever only asks for the version, or leaves a daemon behind, needs no guest.
    const { serveQemu } = await import('./serve-qemu.js')
    return await serveQemu({ line, own, report, terminal, isDaemon, prefersKvm: program.endsWith('kvm') })
  } catch (error) {
    if (!(error instanceof QemuError)) throw error
    for (const message of error.messages) report.say(message)
    return FAILURE
  }
}

/** -msg guest-name=on */
function shownName({ groups }: CommandLine): string | undefined {
  return groups.get('msg')?.get('guest-name') === 'on' ? groups.get('name')?.get('guest') : undefined
}

function inheritedBy({ chardevs }: CommandLine): number[] {
  return chardevs.flatMap(({ group }) => {
    const fd = group.get('fd') ?? ''
    return /^\d{1,4}$/.test(fd) && Number(fd) > 2 ? [Number(fd)] : []
  })
}
