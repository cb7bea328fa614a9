/** Programs that every Windows has and that mockvm doesn't play: they say so, for without them a guest looks broken. */
import type { Program } from '../../programs/program.js'
import { notSimulated } from './options.js'

/** Of the system's folder. */
export const OTHER_PROGRAMS: readonly string[] = [
  ...[
    'arp',
    'attrib',
    'auditpol',
    'bcdedit',
    'bitsadmin',
    'certutil',
    'chkdsk',
    'cipher',
    'cscript',
    'curl',
    'diskpart',
  ],
  ...['dism', 'driverquery', 'eventcreate', 'expand', 'fc', 'fsutil', 'getmac', 'gpresult', 'gpupdate', 'icacls'],
  ...['label', 'logoff', 'mountvol', 'msg', 'msiexec', 'nbtstat', 'netsh', 'netstat', 'nltest', 'nslookup', 'pnputil'],
  ...['powercfg', 'query', 'quser', 'qwinsta', 'regsvr32', 'robocopy', 'route', 'rundll32', 'schtasks', 'setx', 'sfc'],
  ...['subst', 'takeown', 'tar', 'tracert', 'tzutil', 'wevtutil', 'wscript', 'xcopy'],
].map(name => `${name}.exe`)

export const otherPrograms: ReadonlyMap<string, Program> = new Map(
  [...OTHER_PROGRAMS, 'wmic.exe'].map(name => [name, () => notSimulated(`${name} is not simulated`)]),
)
