/** What Windows calls a zone of the IANA, in English: what its registry shows, which is not always the key (windowsZones of CLDR). */
const NAMES: Readonly<Record<string, string>> = {
  'America/Anchorage': 'Alaskan',
  'America/Argentina/Buenos_Aires': 'Argentina',
  'America/Bogota': 'SA Pacific',
  'America/Chicago': 'Central',
  'America/Denver': 'Mountain',
  'America/Halifax': 'Atlantic',
  'America/Los_Angeles': 'Pacific',
  'America/New_York': 'Eastern',
  'America/Phoenix': 'US Mountain',
  'America/Sao_Paulo': 'E. South America',
  'Asia/Dubai': 'Arabian',
  'Asia/Jerusalem': 'Jerusalem',
  'Asia/Kolkata': 'India',
  'Asia/Shanghai': 'China',
  'Asia/Singapore': 'Malay Peninsula',
  'Asia/Tokyo': 'Tokyo',
  'Australia/Sydney': 'AUS Eastern',
  'Europe/Amsterdam': 'W. Europe',
  'Europe/Athens': 'GTB',
  'Europe/Berlin': 'W. Europe',
  'Europe/Brussels': 'Romance',
  'Europe/Budapest': 'Central Europe',
  'Europe/Helsinki': 'FLE',
  'Europe/Istanbul': 'Turkey',
  'Europe/Kyiv': 'FLE',
  'Europe/London': 'GMT',
  'Europe/Madrid': 'Romance',
  'Europe/Moscow': 'Russia TZ 2',
  'Europe/Paris': 'Romance',
  'Europe/Prague': 'Central Europe',
  'Europe/Rome': 'W. Europe',
  'Europe/Stockholm': 'W. Europe',
  'Europe/Vienna': 'W. Europe',
  'Europe/Warsaw': 'Central European',
  'Europe/Zurich': 'W. Europe',
  'Pacific/Auckland': 'New Zealand',
  'Pacific/Honolulu': 'Hawaiian',
}

const UTC = /^(?:Etc\/)?(?:UTC|UCT|Universal|Zulu)$/

/** Undefined for a zone whose name isn't known here. */
export function timeZoneNames(zone: string): { standard: string; daylight: string } | undefined {
  if (UTC.test(zone)) return { standard: 'Coordinated Universal Time', daylight: 'Coordinated Universal Time' }
  const name = Object.hasOwn(NAMES, zone) ? NAMES[zone] : undefined
  return name === undefined ? undefined : { standard: `${name} Standard Time`, daylight: `${name} Daylight Time` }
}
