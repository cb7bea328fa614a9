/** `net user`, `net localgroup` */
import type { Guest } from '../../guest.js'
import type { ProgramOutcome } from '../../programs/program.js'
import { Win32Error } from '../win32-error.js'
import { lines, notSimulated } from './options.js'

const FAILED = 2
const RULE = '-'.repeat(79)
const COLUMN = 25
const COLUMNS = 3

export function listUsers(guest: Guest): ProgramOutcome {
  const names = (guest.windows?.accounts.all ?? []).map(({ name }) => name).sort()
  const rows: string[] = []
  for (let at = 0; at < names.length; at += COLUMNS) {
    rows.push(
      names
        .slice(at, at + COLUMNS)
        .map(name => name.padEnd(COLUMN))
        .join(''),
    )
  }
  const title = `User accounts for \\\\${guest.windows?.computerName ?? ''}`
  return { stdout: lines('', title, '', RULE, ...rows, 'The command completed successfully.', '') }
}

export function setPassword(guest: Guest, name: string, password: string): ProgramOutcome {
  try {
    guest.windows?.accounts.setPassword(name, password)
    return { stdout: lines('The command completed successfully.', '') }
  } catch (error) {
    if (!(error instanceof Win32Error)) throw error
    return {
      exitCode: FAILED,
      stderr: lines(error.text, '', `More help is available by typing NET HELPMSG ${error.code}.`, ''),
    }
  }
}

/** Of groups the guest knows the administrators. */
export function listGroup(guest: Guest, name: string): ProgramOutcome {
  if (name.toLowerCase() !== 'administrators') {
    return notSimulated('of net localgroup only net localgroup Administrators is simulated')
  }
  const members = (guest.windows?.accounts.all ?? []).filter(it => it.isAdministrator).map(it => it.name)
  return {
    stdout: lines(
      'Alias name     Administrators',
      'Comment        Administrators have complete and unrestricted access to the computer/domain',
      ...['', 'Members', '', RULE, ...members.sort(), 'The command completed successfully.', ''],
    ),
  }
}
