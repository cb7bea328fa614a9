/** systemd.unit(5): files that describe units, as far as it matters here. */
import { parseExecLine, quoteWord } from './exec-line.js'
import { plainUnit } from './systemd-units.js'
import { kindOf, RELATIONS, RESTARTS, type Relations, SERVICE_TYPES, UNIT_KINDS, type UnitConfig } from './unit.js'
import { isYes, readExec, refusalOf } from './unit-exec.js'

/** Where systemd looks, the first that has a file wins. */
export const UNIT_FOLDERS = [
  '/etc/systemd/system',
  '/run/systemd/system',
  '/usr/lib/systemd/system',
  '/lib/systemd/system',
]

export function isBelowUnitFolder(path: string): boolean {
  return UNIT_FOLDERS.some(folder => path.startsWith(`${folder}/`))
}

/** Whether a file of that name describes one unit: no template, and a kind that there is. */
export function isUnitFile(name: string): boolean {
  return Object.hasOwn(UNIT_KINDS, name.slice(name.lastIndexOf('.') + 1)) && !/^\.|@\./.test(name)
}

/** A unit that nobody has started or enabled. */
export function parseUnitFile(name: string, path: string, text: string): UnitConfig {
  const settings = readSettings(text)
  const last = (key: string) => settings.get(key)?.at(-1)
  const all = (key: string) => (settings.get(key) ?? []).flatMap(value => value.split(/\s+/)).filter(it => it !== '')
  const wantedBy = all('Install.WantedBy')[0] ?? all('Install.RequiredBy')[0]
  const canBeEnabled = wantedBy !== undefined || all('Install.Alias').length > 0
  const isService = kindOf(name) === 'service'
  const type = SERVICE_TYPES.find(it => it === last('Service.Type')) ?? 'simple'
  const unit = plainUnit(name, last('Unit.Description') ?? name, {
    path,
    aliases: all('Install.Alias'),
    documentation: all('Unit.Documentation'),
    fileState: canBeEnabled ? 'disabled' : 'static',
    ...(wantedBy !== undefined && { wantedBy }),
    active: 'inactive',
    sub: 'dead',
    type,
    command: parseExecLine(settings.get('Service.ExecStart')?.[0] ?? '')?.argv ?? [],
    user: last('Service.User') ?? 'root',
    restart: RESTARTS.find(restart => restart === last('Service.Restart')) ?? 'no',
    canReload: settings.has('Service.ExecReload'),
    ...(isService && isYes(last('Service.RemainAfterExit')) && { remainAfterExit: true }),
  })
  const relations = relationsOf(all)
  const related = { ...unit, ...(relations !== undefined && { relations }) }
  if (!isService) return related
  const refusal = refusalOf(unit, settings)
  return { ...related, exec: readExec(settings, type), ...(refusal !== undefined && { refusal }) }
}

/** Undefined for one that names no other. */
function relationsOf(all: (key: string) => readonly string[]): Relations | undefined {
  const lists = RELATIONS.map(relation => [relation, all(`Unit.${relation}`)] as const)
  return lists.every(([, names]) => names.length === 0) ? undefined : (Object.fromEntries(lists) as Relations)
}

/** The text of a file that would describe such a unit. */
export function unitFileText(unit: UnitConfig): string {
  const line = (key: string, value: string | undefined) =>
    value === undefined || value === '' ? '' : `${key}=${value}\n`
  const { documentation, type, command, user, restart, canReload, aliases, wantedBy, fileState } = unit
  const kind = kindOf(unit.name)
  const service =
    kind !== 'service'
      ? ''
      : `\n[Service]\n${[
          type === 'simple' ? '' : line('Type', type),
          unit.sub === 'exited' || unit.remainAfterExit ? line('RemainAfterExit', 'yes') : '',
          // Of some that the scenario names it isn't known what they do; without a command systemd would refuse the file.
          line('ExecStart', command.length === 0 ? '/bin/true' : command.map(quoteWord).join(' ')),
          canReload ? line('ExecReload', '/bin/kill -HUP $MAINPID') : '',
          user === 'root' ? '' : line('User', user),
          restart === 'no' ? '' : line('Restart', restart),
        ].join('')}`
  const timer = unit.timer === undefined ? '' : `\n[Timer]\nOnUnitActiveSec=${unit.timer.every / 1_000_000_000n}s\n`
  const install = ['static', 'generated', 'transient'].includes(fileState)
    ? ''
    : `\n[Install]\n${line('WantedBy', wantedBy)}${line('Alias', aliases.join(' '))}`
  return `[Unit]\n${line('Description', unit.description)}${line('Documentation', documentation.join(' '))}${service}${timer}${install}`
}

/** "Section.Key" to its values in order; an empty one takes back those before it. */
function readSettings(text: string): ReadonlyMap<string, string[]> {
  const settings = new Map<string, string[]>()
  let section = ''
  for (const line of text.replace(/(?<!\\)((?:\\\\)*)\\\r?\n/g, '$1 ').split(/\r?\n/)) {
    const trimmed = line.trim()
    if (trimmed === '' || /^[#;]/.test(trimmed)) continue
    section = /^\[(.*)\]$/.exec(trimmed)?.[1] ?? section
    const [, key, value = ''] = /^([A-Za-z0-9-]+)\s*=\s*(.*)$/.exec(trimmed) ?? []
    if (key === undefined) continue
    const name = `${section}.${key}`
    settings.set(name, value === '' ? [] : [...(settings.get(name) ?? []), value])
  }
  return settings
}
