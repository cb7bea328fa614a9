/** A command line of QEMU, read in its order: what is wrong with the words themselves comes to light here. */
import type { ChardevSpec } from './chardev.js'
import type { DeviceSpec } from './devices.js'
import { QemuError } from './error.js'
import { type Group, type GroupSpec, readFlag, readGroup } from './group.js'
import { ACTION, ADD_FD, CHARDEV, DEVICE, GLOBAL, MEMORY, MON, MSG, NAME, OVERCOMMIT, RTC, SANDBOX } from './groups.js'
import { type Answer, answerTo } from './help.js'
import { readJsonArgument } from './json-argument.js'
import { readKeyval } from './keyval.js'
import { readLegacyChardev } from './legacy-chardev.js'
import type { Report } from './report.js'
import { DISK, type Word } from './words.js'

/** An option with its list. */
interface Given {
  readonly typed: string
  readonly group: Group
}

export interface MonitorSpec {
  /** What complaints begin with. */
  readonly typed: string
  /** Of its chardev. */
  readonly label: string | undefined
  readonly isPretty: boolean
  /** QMP; otherwise the one for people. */
  readonly isControl: boolean
  /** What was given for the mode, if that is no mode. */
  readonly badMode?: string
}

export interface GlobalSpec {
  readonly driver: string
  readonly property: string
  readonly value: string
}

export interface CommandLine {
  /** Names of the options that are there and take nothing. */
  readonly flags: ReadonlySet<string>
  /** The last one of each. */
  readonly values: ReadonlyMap<string, string>
  /** Lists, by the name of the option; later ones are laid over earlier ones. */
  readonly groups: ReadonlyMap<string, Group>
  /** In the order in which they are opened, those of -qmp and -monitor among them. */
  readonly chardevs: readonly ChardevSpec[]
  readonly monitors: readonly MonitorSpec[]
  readonly devices: readonly DeviceSpec[]
  readonly globals: readonly GlobalSpec[]
  readonly accel: readonly { readonly typed: string; readonly name: string }[]
  readonly addFds: readonly Given[]
  readonly sandboxes: readonly Given[]
  /** `typed` of what is accepted and not simulated. */
  readonly ignored: readonly string[]
}

/** What is merged, not replaced, where it is given several times. */
const LISTS: Readonly<Record<string, GroupSpec>> = {
  name: NAME,
  m: MEMORY,
  rtc: RTC,
  action: ACTION,
  msg: MSG,
}

const KEYVALS: Readonly<Record<string, string>> = { machine: 'type', smp: 'cpus' }

const SIMULATED_VALUES = ['uuid', 'pidfile', 'D', 'd', 'incoming']
const SIMULATED_FLAGS = ['S', 'daemonize', 'no-shutdown', 'no-reboot', 'enable-kvm']
/** They ask for what a machine that isn't there lacks anyway. */
const MOOT = ['nodefaults', 'no-user-config', 'nographic']

const UUID = /^[\da-fA-F]{8}(?:-[\da-fA-F]{4}){3}-[\da-fA-F]{12}$/

/** Who asks for these gets nothing else, not even what is wrong behind them. */
export type Inquiry = 'version' | 'help'

/**
 * What a command line says; or what it asks for, which is told once all of it is found to be right.
 *
 * Throws QemuError, and what is warned of goes to the report.
 */
export function readCommandLine(words: readonly Word[], report: Report): CommandLine | Inquiry | Answer {
  const reader = new Reader(report)
  const answers: Answer[] = []
  for (const word of words) {
    if (word.name === 'version' || word.name === 'help') return word.name
    const answer = answerTo(word)
    if (answer === undefined) reader.read(word)
    else answers.push(answer)
  }
  return answers[0] ?? reader
}

class Reader implements CommandLine {
  readonly flags = new Set<string>()
  readonly values = new Map<string, string>()
  readonly groups = new Map<string, Group>()
  readonly chardevs: ChardevSpec[] = []
  readonly monitors: MonitorSpec[] = []
  readonly devices: DeviceSpec[] = []
  readonly globals: GlobalSpec[] = []
  readonly accel: { readonly typed: string; readonly name: string }[] = []
  readonly addFds: Given[] = []
  readonly sandboxes: Given[] = []
  readonly ignored: string[] = []
  readonly #report: Report
  readonly #ids = new Set<string>()
  #monitorCount = 0

  constructor(report: Report) {
    this.#report = report
  }

  read(word: Word): void {
    const { name, value } = word
    const list = LISTS[name]
    const keyval = KEYVALS[name]
    if (list !== undefined) this.#merge(name, this.#group(word, list))
    else if (keyval !== undefined) this.#merge(name, readKeyval(word, keyval))
    else if (SIMULATED_VALUES.includes(name)) this.#value(word)
    else if (SIMULATED_FLAGS.includes(name) || MOOT.includes(name)) this.#flag(name)
    else if (name !== 'display' || value !== 'none') this.#special(word)
  }

  #special(word: Word): void {
    const { name, typed, value } = word
    switch (name) {
      case 'mockvm':
        break
      case 'chardev':
        this.#chardev(word)
        break
      case 'qmp':
      case 'qmp-pretty':
      case 'monitor':
        this.#legacyMonitor(word)
        break
      case 'mon':
        this.#mon(word)
        break
      case 'device':
        this.#device(word)
        break
      case 'object':
      case 'blockdev':
        if (value.startsWith('{')) readJsonArgument(typed, value)
        this.ignored.push(typed)
        break
      case 'global':
        this.#global(word)
        break
      case 'accel':
        this.accel.push({ typed, name: value.split(',')[0]?.replace(/^accel=/, '') ?? '' })
        break
      case 'add-fd':
        this.addFds.push({ typed, group: this.#group(word, ADD_FD) })
        break
      case 'sandbox':
        this.sandboxes.push({ typed, group: this.#group(word, SANDBOX) })
        this.ignored.push(typed)
        break
      case 'overcommit':
        this.#group(word, OVERCOMMIT)
        this.ignored.push(typed)
        break
      case 'readconfig':
        throw new QemuError(`${typed}: mockvm reads no such files. Put what stands in it on the command line.`)
      case DISK:
        this.ignored.push(`disk image ${typed}`)
        break
      default:
        this.ignored.push(typed)
    }
  }

  #flag(name: string): void {
    if (name === 'enable-kvm') this.accel.push({ typed: '-enable-kvm', name: 'kvm' })
    this.flags.add(name)
  }

  #value({ name, typed, value }: Word): void {
    if (name === 'uuid' && !UUID.test(value)) throw new QemuError(`${typed}: failed to parse UUID string: wrong format`)
    this.values.set(name, value)
  }

  #merge(name: string, group: Group): void {
    const merged = new Map([...(this.groups.get(name) ?? []), ...group])
    this.groups.set(name, merged)
    if (name !== 'msg') return
    this.#report.hasTimestamp = readFlag(merged.get('timestamp') ?? '') ?? false
  }

  #group(word: Word, spec: GroupSpec): Group {
    const group = readGroup(word, spec, text => this.#report.say(text))
    const id = group.get('id')
    if (id === undefined || spec === DEVICE) return group
    const key = `${spec.name} ${id}`
    if (this.#ids.has(key)) throw new QemuError(`${word.typed}: Duplicate ID '${id}' for ${spec.name}`)
    this.#ids.add(key)
    return group
  }

  #chardev(word: Word): void {
    const group = this.#group(word, CHARDEV)
    this.chardevs.push({ typed: word.typed, label: group.get('id'), group })
  }

  #legacyMonitor(word: Word): void {
    const { name, typed, value } = word
    const isControl = name !== 'monitor'
    if (!isControl && value === 'none') return
    const chardev = readLegacyChardev(word)
    const label = 'label' in chardev ? chardev.label : `compat_monitor${this.#monitorCount++}`
    if ('group' in chardev) this.chardevs.push({ typed, label, group: chardev.group })
    this.monitors.push({ typed, label, isControl, isPretty: name === 'qmp-pretty' })
  }

  #mon(word: Word): void {
    const group = this.#group(word, MON)
    const mode = group.get('mode') ?? 'readline'
    this.monitors.push({
      typed: word.typed,
      label: group.get('chardev'),
      isControl: mode === 'control',
      isPretty: readFlag(group.get('pretty') ?? '') ?? false,
      ...(!['control', 'readline'].includes(mode) && { badMode: mode }),
    })
  }

  #device(word: Word): void {
    const { typed, value } = word
    const isJson = value.startsWith('{')
    const properties = isJson ? readJsonArgument(typed, value) : this.#group(word, DEVICE)
    this.devices.push({ typed, isJson, properties })
  }

  #global(word: Word): void {
    const { typed, value: text } = word
    const [, driver, property, value] = /^([^.=,]+)\.([^=,]+)=(.*)$/s.exec(text) ?? []
    if (driver !== undefined && property !== undefined && value !== undefined) {
      this.globals.push({ driver, property, value })
      return
    }
    const group = this.#group(word, GLOBAL)
    const [d, p, v] = [group.get('driver'), group.get('property'), group.get('value')]
    if (d === undefined || p === undefined || v === undefined) {
      throw new QemuError(`${typed}: options 'driver', 'property', and 'value' are required`)
    }
    this.globals.push({ driver: d, property: p, value: v })
  }
}
