/** What an agent on FreeBSD has in place of commands that do something else there. */
import { type CommandDefinition, elsewhere } from '../define.js'
import { freezeBy, thawBy } from '../fsfreeze.js'
import { guestFsfreezeFreeze } from '../guest-fsfreeze-freeze.js'
import { guestFsfreezeFreezeList } from '../guest-fsfreeze-freeze-list.js'
import { guestFsfreezeThaw } from '../guest-fsfreeze-thaw.js'
import { guestNetworkGetInterfaces, identify } from '../guest-network-get-interfaces.js'
import { changePassword, guestSetUserPassword, type PasswordProgram } from '../guest-set-user-password.js'
import { guestShutdown, shutDown } from '../guest-shutdown.js'
import { ufsFreezer } from './fsfreeze.js'

/** pw(8) is told the name as an option and reads the password alone. */
const pw: PasswordProgram = {
  name: 'pw',
  args: (username, crypted) => ['usermod', '-n', username, crypted ? '-H' : '-h', '0'],
  input: (_username, password) => password,
}

const SHUTDOWN_OPTIONS = { powerdown: ['-p'], halt: ['-h'], reboot: ['-r'] } as const

export const freebsdCommands: readonly CommandDefinition[] = [
  elsewhere(guestFsfreezeFreeze, context => freezeBy(ufsFreezer, context)),
  elsewhere(guestFsfreezeFreezeList, (context, { mountpoints }) => freezeBy(ufsFreezer, context, mountpoints)),
  elsewhere(guestFsfreezeThaw, context => thawBy(ufsFreezer, context)),
  elsewhere(guestSetUserPassword, (context, args) => changePassword(context, args, pw)),
  elsewhere(guestShutdown, (context, { mode }) => shutDown(context, mode, SHUTDOWN_OPTIONS)),
  // getifaddrs(3) tells what is known of an interface but its counters.
  elsewhere(guestNetworkGetInterfaces, ({ guest }) => guest.interfaces.list().map(identify)),
]
