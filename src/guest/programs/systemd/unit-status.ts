/** `systemctl status`: what a unit is, what runs for it, and what it has said of late. */

import { comm } from '../../kernel/proc-pid-names.js'
import type { Process } from '../../processes.js'
import { unitFragments } from '../../services/read-unit-file.js'
import { kindOf } from '../../services/unit.js'
import { endingText } from '../../services/unit-log.js'
import type { Unit } from '../../services.js'
import type { GivenOptions } from '../options.js'
import type { Tool } from '../tool.js'
import { glyph, stateGlyph } from './glyphs.js'
import { entriesOf } from './journal-filters.js'
import { formatOf, printEntries } from './journal-formats.js'
import { relative, spanText, timestamp } from './moments.js'
import { notSimulated } from './refuse.js'
import { bytesText, costOf, tasksLimit } from './unit-cost.js'
import { elapses } from './unit-lists.js'
import { matchingUnits, type Named } from './unit-names.js'
import { systemState } from './unit-states.js'
import { systemdVersion } from './version.js'

/** LSB's: the unit is there and isn't active; there is no such unit. */
const NOT_RUNNING = 3
const UNKNOWN = 4
const LINES = 10

export function status(tool: Tool, operands: readonly string[], options: GivenOptions): void {
  if (operands.length === 0) {
    systemStatus(tool)
    return
  }
  const named = operands.flatMap(operand =>
    /^\d+$/.test(operand) ? unitOfPid(tool, operand) : matchingUnits(tool, operand),
  )
  let isFirst = true
  for (const { name, unit } of named) {
    if (unit === undefined) {
      tool.stderr.add(`Unit ${name} could not be found.\n`)
      tool.exitCode = UNKNOWN
      continue
    }
    tool.print(isFirst ? '' : '\n')
    isFirst = false
    unitStatus(tool, unit, options)
    if (unit.active === 'inactive' || unit.active === 'failed') tool.exitCode = NOT_RUNNING
  }
}

function unitOfPid(tool: Tool, pid: string): readonly Named[] {
  const { services } = tool.guest
  const unit = services.list().find(it => services.processesOf(it).some(process => process.pid === Number(pid)))
  if (unit === undefined) throw notSimulated(tool, `status of process ${pid}, which is of no unit`)
  return [{ name: unit.name, unit }]
}

function unitStatus(tool: Tool, unit: Unit, options: GivenOptions): void {
  const { services } = tool.guest
  const title = unit.description === unit.name ? unit.name : `${unit.name} - ${unit.description}`
  tool.print(`${stateGlyph(tool, unit.active)} ${title}\n`)
  print(tool, 'Loaded', loadedText(unit))
  if (unit.fileState === 'transient') print(tool, 'Transient', 'yes')
  dropIns(tool, unit)
  print(tool, 'Active', activeText(tool, unit))
  const hasEnded = unit.active === 'inactive' || unit.active === 'failed'
  if (hasEnded && unit.ranFor !== undefined) print(tool, 'Duration', spanText(unit.ranFor))
  triggers(tool, unit)
  mounted(tool, unit)
  list(tool, 'Docs', unit.documentation)
  processLines(tool, unit)
  const processes = services.processesOf(unit)
  if (processes.length > 0) {
    const { memory, cpu } = costOf(tool, unit)
    print(tool, 'Tasks', `${processes.length} (limit: ${tasksLimit(tool)})`)
    print(tool, 'Memory', bytesText(memory))
    print(tool, 'CPU', spanText(cpu))
    print(tool, 'CGroup', `/system.slice/${unit.name}`)
    tool.print(branches(tool, processes.map(processLine), ' '.repeat(13)))
  } else if (unit.exited !== undefined) print(tool, 'CPU', spanText(costOf(tool, unit).cpu))
  journalLines(tool, unit, options)
}

function print(tool: Tool, name: string, value: string): void {
  tool.print(`${name.padStart(11)}: ${value}\n`)
}

function list(tool: Tool, name: string, values: readonly string[]): void {
  for (const [index, value] of values.entries()) {
    tool.print(index === 0 ? `${name.padStart(11)}: ${value}\n` : `${' '.repeat(13)}${value}\n`)
  }
}

function loadedText({ load, name, path, fileState, preset }: Unit): string {
  if (load === 'masked') return `masked (Reason: Unit ${name} is masked.)`
  if (load === 'not-found') return `not-found (Reason: Unit ${name} not found.)`
  if (load === 'bad-setting') return `bad-setting (Reason: Unit ${name} has a bad unit file setting.)`
  const hasPreset = ['enabled', 'disabled', 'indirect'].includes(fileState)
  return `loaded (${path}; ${fileState}${hasPreset ? `; preset: ${preset}` : ''})`
}

/** Files that add to that of the unit, below the folder that they are in. */
function dropIns(tool: Tool, { name }: Unit): void {
  const paths = unitFragments(tool.files, name).slice(1)
  let folder = ''
  for (const [index, { path }] of paths.entries()) {
    const own = path.slice(0, path.lastIndexOf('/'))
    if (own !== folder) tool.print(index === 0 ? `    Drop-In: ${own}\n` : `             ${own}\n`)
    folder = own
    const next = paths[index + 1]?.path
    const isLast = next === undefined || next.slice(0, next.lastIndexOf('/')) !== own
    tool.print(`${' '.repeat(13)}${glyph(tool, isLast ? 'lastBranch' : 'branch')}${path.slice(own.length + 1)}\n`)
  }
}

function activeText(tool: Tool, { active, sub, result, since }: Unit): string {
  const why = result === 'success' ? (active === 'failed' ? 'failed' : sub) : `Result: ${result}`
  const state = active === 'failed' ? `failed (${why})` : `${active} (${sub})`
  if (since === undefined) return state
  return `${state} since ${timestamp(tool, since)}; ${relative(since, tool.guest.clock.now())}`
}

function triggers(tool: Tool, unit: Unit): void {
  const { services, clock } = tool.guest
  const kind = kindOf(unit.name)
  const named = (name: string) => `${stateGlyph(tool, services.get(name)?.active ?? 'inactive')} ${name}`
  if (kind === 'timer') {
    const now = clock.now()
    const { next } = elapses(unit, now)
    print(tool, 'Trigger', next === undefined ? 'n/a' : `${timestamp(tool, next)}; ${relative(next, now)}`)
  }
  if (kind === 'timer' || kind === 'socket' || kind === 'path') {
    print(tool, 'Triggers', named(unit.timer?.unit ?? unit.name.replace(/\.\w+$/, '.service')))
  }
  const by = services
    .list()
    .filter(
      ({ name, timer }) =>
        /\.(?:timer|socket|path)$/.test(name) && (timer?.unit ?? name.replace(/\.\w+$/, '.service')) === unit.name,
    )
  list(
    tool,
    'TriggeredBy',
    by.map(({ name }) => named(name)),
  )
}

function mounted(tool: Tool, unit: Unit): void {
  if (kindOf(unit.name) !== 'mount') return
  const mount = tool.guest.mounts.table.find(({ path }) => tool.guest.services.get(path)?.name === unit.name)
  if (mount === undefined) return
  print(tool, 'Where', mount.path)
  print(tool, 'What', mount.disk === undefined ? mount.source : `/dev/${mount.source}`)
}

/** The main process, while it runs and when it has ended. */
function processLines(tool: Tool, { mainPid, exited, command, name, type }: Unit): void {
  if (kindOf(name) !== 'service') return
  if (exited !== undefined && exited.pid > 0 && mainPid === undefined) {
    const ending = `(${endingText(exited.ending)})`
    if (command.length > 0) print(tool, 'Process', `${exited.pid} ExecStart=${command.join(' ')} ${ending}`)
    if (type !== 'forking') print(tool, 'Main PID', `${exited.pid} ${ending}`)
  }
  const main = mainPid === undefined ? undefined : tool.guest.processes.get(mainPid)
  if (main !== undefined) print(tool, 'Main PID', `${main.pid} (${comm(main)})`)
}

function processLine({ pid, argv }: Process): string {
  const words = argv.map(word => (/^[\w@%+=:,./-]+$/.test(word) ? word : `"${word.replace(/(["\\$`])/g, '\\$1')}"`))
  return `${pid} ${words.join(' ')}`
}

function branches(tool: Tool, lines: readonly string[], indent: string): string {
  const last = lines.length - 1
  return lines
    .map((line, index) => `${indent}${glyph(tool, index === last ? 'lastBranch' : 'branch')}${line}\n`)
    .join('')
}

function journalLines(tool: Tool, unit: Unit, options: GivenOptions): void {
  const count = Number(options.value('n') ?? LINES)
  const entries = entriesOf(tool, { units: [unit.name], bootId: tool.guest.bootId }).slice(-count)
  if (count === 0 || entries.length === 0) return
  tool.print('\n')
  printEntries(tool, entries, formatOf(tool, options.value('o') ?? 'short'), { marksBoots: false })
}

function systemStatus(tool: Tool): void {
  const { services, hostname, clock } = tool.guest
  const units = services.list()
  const failed = units.filter(({ active }) => active === 'failed').length
  const state = systemState(tool)
  const bootedAt = clock.now() - clock.uptime()
  const row = (name: string, value: string) => tool.print(`${name.padStart(9)}: ${value}\n`)
  tool.print(`${glyph(tool, state === 'degraded' ? 'cross' : 'blackCircle')} ${hostname}\n`)
  row('State', state)
  row('Units', `${units.length} loaded (incl. loaded aliases)`)
  row('Jobs', '0 queued')
  row('Failed', `${failed} units`)
  row('Since', `${timestamp(tool, bootedAt)}; ${relative(bootedAt, clock.now())}`)
  row('systemd', systemdVersion(tool))
  row('CGroup', '/')
  const groups = units.flatMap(unit => {
    const processes = services.processesOf(unit)
    return processes.length === 0 ? [] : [{ name: unit.name, lines: processes.map(processLine) }]
  })
  const init = tool.guest.processes.get(1)
  const indent = ' '.repeat(11)
  const bar = glyph(tool, 'branch').startsWith('|') ? '| ' : '│ '
  tool.print(`${indent}${glyph(tool, 'branch')}init.scope\n`)
  if (init !== undefined) tool.print(branches(tool, [processLine(init)], `${indent}${bar}`))
  tool.print(`${indent}${glyph(tool, 'lastBranch')}system.slice\n`)
  for (const [index, { name, lines }] of groups.entries()) {
    const isLast = index === groups.length - 1
    tool.print(`${indent}  ${glyph(tool, isLast ? 'lastBranch' : 'branch')}${name}\n`)
    tool.print(branches(tool, lines, `${indent}  ${isLast ? '  ' : bar}`))
  }
}
