/** systemctl's lists: units, unit files, timers, sockets. */

import { kindOf } from '../../services/unit.js'
import type { Unit } from '../../services.js'
import type { GivenOptions } from '../options.js'
import type { Tool } from '../tool.js'
import { glyph } from './glyphs.js'
import { relative, timestamp } from './moments.js'
import { columns } from './table.js'
import { fits } from './unit-names.js'

const LEGEND =
  '\nLOAD   = Reflects whether the unit definition was properly loaded.\n' +
  'ACTIVE = The high-level unit activation state, i.e. generalization of SUB.\n' +
  'SUB    = The low-level unit activation state, values depend on unit type.\n'
const SHOW_FILES = "To show all installed unit files use 'systemctl list-unit-files'.\n"

export function listUnits(tool: Tool, patterns: readonly string[], options: GivenOptions): void {
  const states = wanted(options, 'state', options.has('failed') ? ['failed'] : [])
  const types = wanted(options, 't', [])
  const showsAll = options.has('a') || states.length > 0
  const units = tool.guest.services
    .list()
    .filter(({ name }) => fits(name, patterns) && (types.length === 0 || types.includes(kindOf(name))))
    .filter(({ active, sub, load }) => states.length === 0 || [active, sub, load].some(it => states.includes(it)))
    .filter(({ active }) => showsAll || active !== 'inactive')
  const marked = !options.has('plain')
  const mark = ({ active, load }: Unit) => (active === 'failed' || load === 'masked' ? glyph(tool, 'blackCircle') : ' ')
  const row = (cells: readonly string[], first: string) => (marked ? [first, ...cells] : cells)
  const rows = units.map(unit => {
    return row([unit.name, unit.load, unit.active, unit.sub, unit.description], mark(unit))
  })
  const legend = hasLegend(options)
  const header = legend ? [row(['UNIT', 'LOAD', 'ACTIVE', 'SUB', 'DESCRIPTION'], ' ')] : []
  tool.print(columns([...header, ...rows]))
  if (!legend) return
  if (units.length > 0) tool.print(LEGEND)
  const count = `${units.length} loaded units listed.`
  if (options.has('a') || states.includes('inactive')) tool.print(`${count}\n${SHOW_FILES}`)
  else if (states.length > 0) tool.print(`${count}\n`)
  else tool.print(`${count} Pass --all to see loaded but inactive units, too.\n${SHOW_FILES}`)
}

export function listUnitFiles(tool: Tool, patterns: readonly string[], options: GivenOptions): void {
  const states = wanted(options, 'state', [])
  const types = wanted(options, 't', [])
  const { services } = tool.guest
  services.readLinks()
  const files = services
    .list()
    .flatMap(unit => [
      { name: unit.name, state: unit.fileState as string, preset: presetOf(unit) },
      ...(unit.fileState === 'enabled' ? unit.aliases.filter(it => services.get(it)?.name === unit.name) : []).map(
        name => ({ name, state: 'alias', preset: '-' }),
      ),
    ])
    .filter(({ name }) => !/\.(?:scope|device)$/.test(name))
    .filter(({ name }) => fits(name, patterns) && (types.length === 0 || types.includes(kindOf(name))))
    .filter(({ state }) => states.length === 0 || states.includes(state))
    .sort((one, other) => compareFiles(one.name, other.name))
  const legend = hasLegend(options)
  const header = legend ? [['UNIT FILE', 'STATE', 'PRESET']] : []
  tool.print(columns([...header, ...files.map(({ name, state, preset }) => [name, state, preset])]))
  if (legend) tool.print(`\n${files.length} unit files listed.\n`)
  if (files.length === 0 && patterns.length > 0) throw tool.exit(1)
}

/** Those of a kind come together. */
function compareFiles(one: string, other: string): number {
  const [oneKind, otherKind] = [kindOf(one), kindOf(other)]
  if (oneKind !== otherKind) return oneKind < otherKind ? -1 : 1
  return one < other ? -1 : 1
}

function presetOf({ fileState, preset }: Unit): string {
  return ['enabled', 'disabled', 'masked'].includes(fileState) ? preset : '-'
}

export function listTimers(tool: Tool, patterns: readonly string[], options: GivenOptions): void {
  const { services, clock } = tool.guest
  const now = clock.now()
  const timers = services
    .list()
    .filter(
      ({ name, active }) =>
        kindOf(name) === 'timer' && fits(name, patterns) && (options.has('a') || active === 'active'),
    )
    .map(unit => ({ unit, ...elapses(unit, now) }))
    .sort((one, other) => compareNext(one.next, other.next))
  const moment = (at: bigint | undefined) => (at === undefined ? '-' : timestamp(tool, at))
  const distance = (at: bigint | undefined) => (at === undefined ? '-' : relative(at, now))
  const rows = timers.map(({ unit, next, last }) => [
    ...[moment(next), distance(next), moment(last), distance(last)],
    ...[unit.name, unit.timer?.unit ?? unit.name.replace(/\.timer$/, '.service')],
  ])
  const legend = hasLegend(options)
  const header = legend ? [['NEXT', 'LEFT', 'LAST', 'PASSED', 'UNIT', 'ACTIVATES']] : []
  if (rows.length > 0 || legend) tool.print(columns([...header, ...rows]))
  if (!legend) return
  tool.print(`\n${timers.length} timers listed.\n`)
  if (!options.has('a')) tool.print('Pass --all to see loaded but inactive timers, too.\n')
}

/** When a timer has started its service for the last time, and when it will next. */
export function elapses({ timer, since, active }: Unit, now: bigint): { last?: bigint; next?: bigint } {
  if (timer === undefined || since === undefined || active !== 'active' || timer.every === 0n) return {}
  const times = now > since ? (now - since) / timer.every : 0n
  const next = since + (times + 1n) * timer.every
  return { next, ...(times > 0n && { last: since + times * timer.every }) }
}

function compareNext(one: bigint | undefined, other: bigint | undefined): number {
  if (one === other) return 0
  if (one === undefined || other === undefined) return one === undefined ? 1 : -1
  return one < other ? -1 : 1
}

export function listSockets(tool: Tool, patterns: readonly string[], options: GivenOptions): void {
  const sockets = tool.guest.services
    .list()
    .filter(
      ({ name, active }) =>
        kindOf(name) === 'socket' && fits(name, patterns) && (options.has('a') || active === 'active'),
    )
  const rows = sockets.map(({ name, description }) => [description, name, name.replace(/\.socket$/, '.service')])
  const legend = hasLegend(options)
  tool.print(columns([...(legend ? [['LISTEN', 'UNIT', 'ACTIVATES']] : []), ...rows]))
  if (!legend) return
  tool.print(`\n${sockets.length} sockets listed.\n`)
  if (!options.has('a')) tool.print('Pass --all to see loaded but inactive sockets, too.\n')
}

/** The words of an option that may be given more than once, and with commas. */
function wanted(options: GivenOptions, name: string, more: readonly string[]): readonly string[] {
  return [...options.list.filter(it => it.name === name).flatMap(({ value = '' }) => value.split(',')), ...more]
}

function hasLegend(options: GivenOptions): boolean {
  const legend = options.value('legend')
  return (
    !options.has('no-legend') && !options.has('q') && (legend === undefined || /^(1|yes|true|on|y|t)$/i.test(legend))
  )
}
