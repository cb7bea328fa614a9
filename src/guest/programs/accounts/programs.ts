/** The programs about accounts, by name. */
import type { Program } from '../program.js'
import { addgroup, adduser } from './adduser.js'
import { chage } from './chage.js'
import { delgroup, deluser } from './deluser.js'
import { getent } from './getent.js'
import { gpasswd } from './gpasswd.js'
import { groupadd } from './groupadd.js'
import { groupdel, groupmod } from './groupmod.js'
import { groups } from './groups.js'
import { passwd } from './passwd.js'
import { useradd } from './useradd.js'
import { userdel } from './userdel.js'
import { usermod } from './usermod.js'

export const accountPrograms: ReadonlyMap<string, Program> = new Map([
  ['addgroup', addgroup],
  ['adduser', adduser],
  ['chage', chage],
  ['delgroup', delgroup],
  ['deluser', deluser],
  ['getent', getent],
  ['gpasswd', gpasswd],
  ['groupadd', groupadd],
  ['groupdel', groupdel],
  ['groupmod', groupmod],
  ['groups', groups],
  ['passwd', passwd],
  ['useradd', useradd],
  ['userdel', userdel],
  ['usermod', usermod],
])
