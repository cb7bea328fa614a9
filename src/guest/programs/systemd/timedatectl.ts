/** systemd's timedatectl(1), as 252 prints where there is no terminal. */
import { tzif } from '../../image/tzif.js'
import { ZONES } from '../../timezone/zones.js'
import { parseDate } from '../date-text.js'
import type { GivenOptions } from '../options.js'
import { strftime } from '../strftime.js'
import { type Tool, tool } from '../tool.js'
import { localTime, timestamp } from './moments.js'
import { complain, notSimulated, refuseOptions } from './refuse.js'
import { fields } from './table.js'
import { versionLine } from './version.js'

const OPTIONS = [
  'no-pager',
  'no-ask-password',
  'adjust-system-clock',
  'p,property=',
  'P=',
  'value',
  'a,all',
  'monitor',
  'H,host=',
  'M,machine=',
  'h,help',
  'version',
]
const LEFT_OUT = ['monitor', 'H', 'M', 'h', 'adjust-system-clock']
/** Whoever keeps the time, where it is installed. */
const NTP_UNITS = ['systemd-timesyncd.service', 'chronyd.service', 'chrony.service', 'ntpd.service', 'ntp.service']
const ZONEINFO = '/usr/share/zoneinfo/'

export const timedatectl = tool(tool => {
  const options = tool.options(OPTIONS, { terse: true })
  refuseOptions(tool, options, LEFT_OUT)
  if (options.has('version')) {
    tool.print(versionLine(tool))
    return
  }
  const [verb = 'status', ...rest] = options.operands
  const value = () => {
    if (rest.length === 0) throw complain(tool, 'Too few arguments.')
    return rest.join(' ')
  }
  if (verb === 'status') printStatus(tool)
  else if (verb === 'show') show(tool, options)
  else if (verb === 'set-time') setTime(tool, value())
  else if (verb === 'set-timezone') setTimezone(tool, value())
  else if (verb === 'set-ntp') setNtp(tool, value())
  else if (verb === 'list-timezones')
    tool.print(
      zoneNames()
        .map(name => `${name}\n`)
        .join(''),
    )
  else if (verb === 'set-local-rtc') setLocalRtc(tool, value())
  else if (['timesync-status', 'show-timesync', 'ntp-servers', 'revert'].includes(verb)) throw notSimulated(tool, verb)
  else throw complain(tool, `Unknown command verb ${verb}.`)
})

function zoneNames(): string[] {
  return Object.keys(ZONES).sort()
}

function ntpUnit(tool: Tool) {
  const units = NTP_UNITS.flatMap(name => tool.guest.services.get(name) ?? [])
  return units.find(({ active }) => active === 'active') ?? units[0]
}

function timezone(tool: Tool): string {
  const link = '/etc/localtime'
  if (!tool.files.exists(link) || tool.files.lstat(link).kind !== 'symlink') return 'UTC'
  return tool.files.readlink(link).replace(/^.*\/zoneinfo\//, '')
}

const DAY_AND_TIME = '%a %Y-%m-%d %H:%M:%S'

function printStatus(tool: Tool): void {
  const { clock } = tool.guest
  const now = clock.now()
  const utc = localTime(tool, true)
  const unit = ntpUnit(tool)
  const ntp = unit === undefined ? 'n/a' : unit.active === 'active' ? 'active' : 'inactive'
  tool.print(
    fields([
      ['Local time', timestamp(tool, now)],
      ['Universal time', strftime(`${DAY_AND_TIME} UTC`, utc(now))],
      ['RTC time', strftime(DAY_AND_TIME, utc(clock.rtc()))],
      ['Time zone', `${timezone(tool)} (${strftime('%Z, %z', localTime(tool)(now))})`],
      ['System clock synchronized', ntp === 'active' ? 'yes' : 'no'],
      ['NTP service', ntp],
      ['RTC in local TZ', 'no'],
    ]),
  )
}

function show(tool: Tool, options: GivenOptions): void {
  const { clock } = tool.guest
  const unit = ntpUnit(tool)
  const yesNo = (value: boolean) => (value ? 'yes' : 'no')
  const rtc = strftime('%a %Y-%m-%d %H:%M:%S %Z', localTime(tool)(clock.rtc()))
  const properties: readonly (readonly [string, string])[] = [
    ['Timezone', timezone(tool)],
    ['LocalRTC', 'no'],
    ['CanNTP', yesNo(unit !== undefined)],
    ['NTP', yesNo(unit?.active === 'active')],
    ['NTPSynchronized', yesNo(unit?.active === 'active')],
    ['TimeUSec', timestamp(tool, clock.now())],
    ['RTCTimeUSec', rtc],
  ]
  const wanted = options.list
    .filter(({ name }) => name === 'p' || name === 'P')
    .flatMap(({ value = '' }) => value.split(','))
  const isValue = options.has('value') || options.has('P')
  for (const [name, value] of properties) {
    if (wanted.length === 0 || wanted.includes(name)) tool.print(isValue ? `${value}\n` : `${name}=${value}\n`)
  }
}

function setTime(tool: Tool, text: string): void {
  const { guest } = tool
  if (tool.cred.uid !== 0) throw complain(tool, 'Failed to set time: Interactive authentication required.')
  const now = guest.clock.now()
  const isRight = /^(?:\d{4}-\d{2}-\d{2})?[ T]?(?:\d{1,2}:\d{2}(?::\d{2})?)?$/.test(text) && text.trim() !== ''
  const date = /^\d{1,2}:/.test(text) ? `${strftime('%F', localTime(tool)(now))} ${text}` : text
  const to = isRight ? parseDate(date, now, localTime(tool)) : undefined
  if (to === undefined) throw complain(tool, `Failed to parse time specification '${text}': Invalid argument`)
  if (ntpUnit(tool)?.active === 'active') {
    throw complain(tool, 'Failed to set time: Automatic time synchronization is enabled')
  }
  guest.setTime(to)
  guest.setRtc(to)
  guest.journal.log({
    ...{ identifier: 'systemd-timedated', unit: 'systemd-timedated.service' },
    message: `Changed local time to ${timestamp(tool, to)}`,
  })
}

function setTimezone(tool: Tool, name: string): void {
  const { files, guest } = tool
  if (tool.cred.uid !== 0) throw complain(tool, 'Failed to set time zone: Interactive authentication required.')
  const rules = Object.hasOwn(ZONES, name) ? ZONES[name] : undefined
  if (rules === undefined) {
    throw complain(tool, `Failed to set time zone: Invalid or not installed time zone '${name}'`)
  }
  const path = `${ZONEINFO}${name}`
  if (!files.exists(path)) {
    files.mkdir(path.slice(0, path.lastIndexOf('/')), { recursive: true })
    files.writeFile(path, tzif(rules))
  }
  files.rm('/etc/localtime', { force: true })
  files.symlink(`..${path}`, '/etc/localtime')
  if (files.exists('/etc/timezone')) files.writeFile('/etc/timezone', `${name}\n`)
  guest.journal.log({
    ...{ identifier: 'systemd-timedated', unit: 'systemd-timedated.service' },
    message: `Changed time zone to '${name}' (${strftime('%Z', localTime(tool)(guest.clock.now()))}).`,
  })
}

function readBoolean(tool: Tool, text: string, what: string): boolean {
  if (/^(?:1|yes|y|true|t|on)$/i.test(text)) return true
  if (/^(?:0|no|n|false|f|off)$/i.test(text)) return false
  throw complain(tool, `Failed to parse ${what} setting '${text}': Invalid argument`)
}

function setNtp(tool: Tool, text: string): void {
  const { services } = tool.guest
  const wanted = readBoolean(tool, text, 'NTP')
  if (tool.cred.uid !== 0) throw complain(tool, 'Failed to set ntp: Interactive authentication required.')
  const unit = ntpUnit(tool)
  if (unit === undefined) throw complain(tool, 'Failed to set ntp: NTP not supported')
  services.setFileState(unit.name, wanted ? 'enabled' : 'disabled')
  if (wanted) services.start(unit.name)
  else services.stop(unit.name)
}

/** The hardware clock runs in UTC here, as QEMU sets it for Linux. */
function setLocalRtc(tool: Tool, text: string): void {
  if (readBoolean(tool, text, 'local RTC')) throw notSimulated(tool, 'a hardware clock in local time')
}
