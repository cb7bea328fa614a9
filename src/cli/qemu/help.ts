/** What options that ask for help get. */
import { CPU_MODELS } from '../../monitor/qmp/cpu-models.js'
import { FAILURE, OK } from '../exit-status.js'
import { SIMULATED_DEVICES } from './device-properties.js'
import type { GroupSpec } from './group.js'
import { ACTION, CHARDEV, GLOBAL, MON, MSG, NAME, OVERCOMMIT, RTC, SMP } from './groups.js'
import { parseKeyValues } from './key-values.js'
import { ACCELERATOR_HELP, MACHINE_HELP } from './machine.js'
import type { Word } from './words.js'

/** Something to print on standard output, and be done with. */
export interface Answer {
  readonly text: string
  readonly status: number
}

/** The QEMU whose command line this is, as tools look for it in the first line of -version. */
const FIRST_LINE = 'QEMU emulator version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18+b3)\n'

export function versionText(version: string): string {
  return `${FIRST_LINE}mockvm ${version}, which simulates it\n`
}

/** `program`: what it was called. */
export function helpText(program: string): string {
  return `${FIRST_LINE}usage: ${program} [options] [disk_image]\n${HELP}`
}

/** Undefined for an option that doesn't ask for help. */
export function answerTo({ name, typed, value }: Word): Answer | undefined {
  if (isAsking(value)) {
    const list = LISTS[name]
    if (list !== undefined) return { text: list(), status: OK }
  }
  const spec = SPECS[name]
  if (spec !== undefined && hasHelpKey(value, spec)) return { text: keysOf(spec), status: spec === SMP ? OK : FAILURE }
  if (!UNLISTED.some(([options, pattern]) => options.includes(name) && pattern.test(value))) return undefined
  return { text: `mockvm has no list for ${typed}: what it takes is accepted, and not simulated.\n`, status: OK }
}

function isAsking(value: string): boolean {
  return value === 'help' || value === '?'
}

/** A word alone; in the older lists a first one is a value. */
function hasHelpKey(value: string, spec: GroupSpec): boolean {
  return parseKeyValues(value, spec === SMP ? undefined : spec.implied).some(
    ({ key, isShort }) => isShort && isAsking(key),
  )
}

const LISTS: Readonly<Record<string, () => string>> = {
  machine: () => MACHINE_HELP,
  accel: () => ACCELERATOR_HELP,
  cpu: () => `Available CPUs:\n${CPU_MODELS.map(({ name }) => `x86 ${name}\n`).join('')}Others are accepted too.\n`,
  device: () => {
    const names = SIMULATED_DEVICES.map(name => `name "${name}"\n`).join('')
    return `Simulated devices:\n${names}Others are accepted, and nothing comes of them.\n`
  },
  chardev: () =>
    `Available chardev backend types: \n${['socket', 'stdio', 'null', 'pty'].map(it => `  ${it}\n`).join('')}`,
}

/** Those whose keys QEMU lists, and then ends with status 1; but for -smp. */
const SPECS: Readonly<Record<string, GroupSpec>> = {
  action: ACTION,
  chardev: CHARDEV,
  global: GLOBAL,
  mon: MON,
  msg: MSG,
  name: NAME,
  overcommit: OVERCOMMIT,
  rtc: RTC,
  smp: SMP,
}

const KINDS = { text: 'str', number: 'num', boolean: 'bool (on/off)', size: 'size' } as const

function keysOf({ name, keys = {} }: GroupSpec): string {
  const lines = Object.entries(keys).map(([key, kind]) => `  ${key}=<${KINDS[kind]}>\n`)
  return `${name} options:\n${lines.sort().join('')}`
}

/** Those of which there is no list here. */
const UNLISTED: readonly (readonly [options: readonly string[], pattern: RegExp])[] = [
  [['netdev', 'display', 'audiodev', 'audio', 'vga', 'trace'], /^(?:help|\?)$/],
  [['machine', 'object', 'boot'], /(?:^|,)(?:help|\?)(?:,|$)/],
  [['device'], /(?:^|,)(?:help|\?|help=on)(?:,|$)/],
  [['chardev'], /^(?:help|\?),/],
  [['drive'], /(?:^|,)format=(?:help|\?)(?:,|$)/],
  [['nic', 'net'], /(?:^|,)model=(?:help|\?)(?:,|$)/],
]

const HELP = `
Serves the monitor and the guest agent of a QEMU process that isn't there. All options of qemu-system-x86_64 7.2
are accepted. These do something:

  -chardev socket,id=ID,…     a socket: path=, host= and port=, fd=, server=, wait=, reconnect=, abstract=
  -device virtserialport,…    name=org.qemu.guest_agent.0,chardev=ID is where the guest agent answers
  -qmp, -qmp-pretty, -mon     a monitor
  -monitor                    says that it is not simulated
  -name, -uuid, -m, -smp, -machine, -accel, -rtc, -global PIIX4_PM.disable_s3=1
  -S, -no-shutdown, -no-reboot, -action, -device pvpanic
  -pidfile, -daemonize, -msg, -D, -d
  -d ITEMS                    lists what is accepted and not simulated

Of mockvm's own:
  -mockvm KEY=VALUE,…         scenario, seed, clock, trace, control, agent-version, set; or in the environment
                              MOCKVM_SCENARIO, MOCKVM_SEED, MOCKVM_CLOCK, MOCKVM_TRACE, MOCKVM_CONTROL,
                              MOCKVM_AGENT_VERSION, MOCKVM_SET
`
