/** systemctl's verbs that change what is started at boot: enable, disable, mask, unmask. */

import { unlessErrno } from '../../errno.js'
import { plainUnit } from '../../services/systemd-units.js'
import { linksOf } from '../../services/unit-image.js'
import type { Unit } from '../../services.js'
import type { GivenOptions } from '../options.js'
import type { Tool } from '../tool.js'
import { glyph } from './glyphs.js'
import { complain } from './refuse.js'
import { controlUnits, type Job } from './unit-control.js'
import { namedUnit } from './unit-names.js'

const FILE_VERBS = ['enable', 'disable', 'mask', 'unmask'] as const

export type FileVerb = (typeof FILE_VERBS)[number]

export function isFileVerb(verb: string): verb is FileVerb {
  return (FILE_VERBS as readonly string[]).includes(verb)
}

const FOLDER = '/etc/systemd/system'

export function changeUnitFiles(
  tool: Tool,
  verb: FileVerb,
  operands: readonly string[],
  options: GivenOptions,
  jobs: Job[],
): void {
  if (tool.cred.uid !== 0) throw complain(tool, `Failed to ${verb} unit: Interactive authentication required.`)
  const say = (text: string) => {
    if (!options.has('q')) tool.stderr.add(text)
  }
  tool.guest.services.readLinks()
  const named = operands.map(operand => namedUnit(tool, operand))
  const missing = named.filter(({ unit }) => unit === undefined).map(({ name }) => name)
  const [first] = missing
  if (first !== undefined && (verb === 'enable' || verb === 'disable')) {
    throw complain(tool, `Failed to ${verb} unit: Unit file ${first} does not exist.`)
  }
  for (const name of missing) {
    say(`Unit ${name} does not exist, proceeding anyway.\n`)
    if (verb !== 'mask') continue
    tool.guest.services.add(plainUnit(name, name, { fileState: 'disabled', active: 'inactive', sub: 'dead' }))
    tool.guest.services.setFileState(name, 'masked')
    say(`Created symlink ${FOLDER}/${name} ${glyph(tool, 'arrow')} /dev/null.\n`)
  }
  const units = named.flatMap(({ unit }) => unit ?? [])
  for (const unit of units) changeFile(tool, verb, unit, say)
  // As systemctl does, unless it is told otherwise.
  if (!options.has('no-reload')) tool.guest.services.reloadFiles()
  if (verb === 'enable' && units.every(({ fileState }) => fileState === 'static')) say(nothingToEnable(tool))
  if (!options.has('now')) return
  if (verb === 'enable') controlUnits(tool, 'start', operands, options, jobs)
  else if (verb !== 'unmask') controlUnits(tool, 'stop', operands, options, jobs)
}

function changeFile(tool: Tool, verb: FileVerb, unit: Unit, say: (text: string) => void): void {
  const { services } = tool.guest
  const { name, fileState } = unit
  const link = (path: string, target: string) => `Created symlink ${path} ${glyph(tool, 'arrow')} ${target}.\n`
  const links = linksOf(unit)
  const own = `${FOLDER}/${name}`
  const hasFolder = tool.files.exists(FOLDER)
  switch (verb) {
    case 'enable': {
      if (fileState === 'masked') throw complain(tool, `Failed to enable unit: Unit file ${FOLDER}/${name} is masked.`)
      if (fileState !== 'disabled' && fileState !== 'enabled') return
      const missing = links.filter(path => !isLink(tool, path))
      services.setFileState(name, 'enabled')
      // A guest that has no folder for them gets none, and is told of them once.
      if (fileState === 'disabled' || hasFolder) for (const path of missing) say(link(path, unit.path))
      return
    }
    case 'disable': {
      if (fileState !== 'enabled') return
      const gone = links.toReversed().filter(path => !hasFolder || isLink(tool, path))
      services.setFileState(name, 'disabled')
      for (const path of gone) say(`Removed "${path}".\n`)
      return
    }
    case 'mask':
      if (tool.files.exists(own) && tool.files.lstat(own).kind === 'file') {
        throw complain(tool, `Failed to mask unit: File ${own} already exists.`)
      }
      if (services.setFileState(name, 'masked')) say(link(own, '/dev/null'))
      return
    case 'unmask':
      if (services.unmask(name)) say(`Removed "${own}".\n`)
  }
}

function isLink({ guest }: Tool, path: string): boolean {
  return unlessErrno(() => guest.files.lstat(path).kind) === 'symlink'
}

function nothingToEnable(tool: Tool): string {
  const bullet = glyph(tool, 'bullet')
  return (
    'The unit files have no installation config (WantedBy=, RequiredBy=, Also=,\n' +
    'Alias= settings in the [Install] section, and DefaultInstance= for template\n' +
    'units). This means they are not meant to be enabled using systemctl.\n' +
    ' \n' +
    'Possible reasons for having this kind of units are:\n' +
    `${bullet} A unit may be statically enabled by being symlinked from another unit's\n` +
    '  .wants/ or .requires/ directory.\n' +
    `${bullet} A unit's purpose may be to act as a helper for some other unit which has\n` +
    '  a requirement dependency on it.\n' +
    `${bullet} A unit may be started when needed via activation (socket, path, timer,\n` +
    '  D-Bus, udev, scripted systemctl call, ...).\n' +
    `${bullet} In case of template units, the unit is meant to be enabled with some\n` +
    '  instance name specified.\n'
  )
}
