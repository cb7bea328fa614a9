import { addAddress, flushAddresses, removeAddress } from './ip-address-change.js'
import { showAddresses } from './ip-address-show.js'
import { abbreviated, type IpSettings } from './ip-settings.js'

const COMMANDS = [
  ...(['add', 'change', 'chg', 'replace', 'delete', 'show', 'lst', 'list', 'flush', 'save', 'restore'] as const),
  ...(['showdump', 'help'] as const),
]

/** `ip address` */
export function ipAddress(settings: IpSettings, [command = 'show', ...words]: readonly string[]): void {
  const name = abbreviated(COMMANDS, command)
  if (name === undefined) throw settings.fail(`Command "${command}" is unknown, try "ip address help".`, 255)
  if (name === 'show' || name === 'lst' || name === 'list') showAddresses(settings, words)
  else if (name === 'flush') flushAddresses(settings, words)
  else if (name === 'add' || name === 'change' || name === 'chg' || name === 'replace')
    addAddress(settings, words, name)
  else if (name === 'delete') removeAddress(settings, words)
  else throw settings.missing(`ip address ${name}`)
}
