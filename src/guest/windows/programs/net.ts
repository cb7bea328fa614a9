import type { Program } from '../../programs/program.js'
import { listGroup, listUsers, setPassword } from './net-accounts.js'
import { controlService, listStarted } from './net-service.js'
import { notSimulated } from './options.js'

const DONE = 'net start [SERVICE], net stop SERVICE, net user [NAME PASSWORD] and net localgroup Administrators'

export const net: Program = ({ argv, guest }) => {
  const [command = '', first, second, ...more] = argv.slice(1)
  const isPlain = more.length === 0 && ![first, second].some(it => it !== undefined && /^[/*]/.test(it))
  if (isPlain) {
    switch (command.toLowerCase()) {
      case 'user':
        if (first === undefined) return listUsers(guest)
        if (second !== undefined) return setPassword(guest, first, second)
        break
      case 'localgroup':
        if (first !== undefined && second === undefined) return listGroup(guest, first)
        break
      case 'start':
        if (first === undefined) return listStarted(guest)
        if (second === undefined) return controlService(guest, 'start', first)
        break
      case 'stop':
        if (first !== undefined && second === undefined) return controlService(guest, 'stop', first)
    }
  }
  return notSimulated(`only ${DONE} are simulated`)
}
