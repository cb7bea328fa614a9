import type { Program } from '../../programs/program.js'
import { wallTime } from '../wall-clock.js'
import { lines, notSimulated } from './options.js'

const MIB = 1n << 20n
const TITLE_WIDTH = 27

/** Of its lines those that the guest can tell. */
export const systeminfo: Program = ({ argv, guest }) => {
  const { windows } = guest
  if (argv.length > 1 || windows === undefined) return notSimulated('only systeminfo without options is simulated')
  const { product, version, build, variant, machine } = windows.config
  const started = wallTime(guest, guest.clock.now() - guest.clock.uptime())
  const { month, day, year, hour, minute, second } = started
  const two = (number: number) => `${number}`.padStart(2, '0')
  const time = `${hour % 12 || 12}:${two(minute)}:${two(second)} ${hour < 12 ? 'AM' : 'PM'}`
  const row = (title: string, value: string) => `${`${title}:`.padEnd(TITLE_WIDTH)}${value}`
  const memory = `${guest.config.memory.size / MIB}`.replace(/\B(?=(\d{3})+$)/g, ',')
  return {
    stdout: lines(
      '',
      row('Host Name', windows.computerName),
      row('OS Name', `Microsoft ${product}`),
      row('OS Version', `${version}.${build} N/A Build ${build}`),
      row('OS Manufacturer', 'Microsoft Corporation'),
      row('OS Configuration', variant === 'server' ? 'Standalone Server' : 'Standalone Workstation'),
      row('OS Build Type', 'Multiprocessor Free'),
      row('System Boot Time', `${month}/${day}/${year}, ${time}`),
      row('System Manufacturer', 'QEMU'),
      row('System Type', machine === 'x86' ? 'X86-based PC' : 'x64-based PC'),
      row('Windows Directory', 'C:\\Windows'),
      row('System Directory', 'C:\\Windows\\system32'),
      row('Total Physical Memory', `${memory} MB`),
      row('Domain', 'WORKGROUP'),
    ),
  }
}
