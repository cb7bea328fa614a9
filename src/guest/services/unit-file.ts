/** systemd.unit(5): files that describe units, as far as it matters here. */
import { plainUnit } from './systemd-units.js'
import { kindOf, RESTARTS, SERVICE_TYPES, UNIT_KINDS, type UnitConfig } from './unit.js'

/** Where systemd looks, the first that has a file wins. */
export const UNIT_FOLDERS = [
  '/etc/systemd/system',
  '/run/systemd/system',
  '/usr/lib/systemd/system',
  '/lib/systemd/system',
]

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
  return plainUnit(name, last('Unit.Description') ?? name, {
    path,
    aliases: all('Install.Alias'),
    documentation: all('Unit.Documentation'),
    fileState: canBeEnabled ? 'disabled' : 'static',
    ...(wantedBy !== undefined && { wantedBy }),
    active: 'inactive',
    sub: 'dead',
    type: SERVICE_TYPES.find(type => type === last('Service.Type')) ?? 'simple',
    command: words(settings.get('Service.ExecStart')?.[0] ?? ''),
    user: last('Service.User') ?? 'root',
    restart: RESTARTS.find(restart => restart === last('Service.Restart')) ?? 'no',
    canReload: settings.has('Service.ExecReload'),
  })
}

/** The text of a file that would describe such a unit. */
export function unitFileText(unit: UnitConfig): string {
  const line = (key: string, value: string | undefined) =>
    value === undefined || value === '' ? '' : `${key}=${value}\n`
  const { documentation, type, command, user, restart, canReload, aliases, wantedBy, fileState } = unit
  const service =
    kindOf(unit.name) !== 'service'
      ? ''
      : `\n[Service]\n${[
          type === 'simple' ? '' : line('Type', type),
          line('ExecStart', command.join(' ')),
          canReload ? line('ExecReload', '/bin/kill -HUP $MAINPID') : '',
          user === 'root' ? '' : line('User', user),
          restart === 'no' ? '' : line('Restart', restart),
        ].join('')}`
  const install =
    fileState === 'static' ? '' : `\n[Install]\n${line('WantedBy', wantedBy)}${line('Alias', aliases.join(' '))}`
  return `[Unit]\n${line('Description', unit.description)}${line('Documentation', documentation.join(' '))}${service}${install}`
}

/** "Section.Key" to its values in order; an empty one takes back those before it. */
function readSettings(text: string): ReadonlyMap<string, string[]> {
  const settings = new Map<string, string[]>()
  let section = ''
  for (const line of text.replace(/\\\r?\n/g, ' ').split(/\r?\n/)) {
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

/** An ExecStart: split at blanks, quotes hold together, and the marks before the path are left out. */
function words(line: string): readonly string[] {
  const parts = line.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? []
  const bare = parts.map(part => part.replace(/"([^"]*)"|'([^']*)'/g, (_, one, other) => one ?? other))
  return bare.map((word, index) => (index === 0 ? word.replace(/^[-@:+!|]+/, '') : word))
}
