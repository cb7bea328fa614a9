import { abbreviated, type IpSettings } from './ip-settings.js'

const COMMANDS = ['add', 'change', 'replace', 'delete', 'get', 'show', 'list', 'lst', 'flush', 'help']

/** `ip neighbour`: nobody answers on the guest's networks, so that it knows no one. */
export function ipNeighbour(settings: IpSettings, [command = 'show', ...words]: readonly string[]): void {
  const name = abbreviated(COMMANDS, command)
  if (name === undefined) throw settings.fail(`Command "${command}" is unknown, try "ip neighbour help".`, 255)
  if (!['show', 'list', 'lst'].includes(name)) throw settings.missing(`ip neighbour ${name}`)
  const [key, device] = words
  if (key !== undefined && (key !== 'dev' || words.length > 2)) throw settings.missing(`ip neighbour show ${key}`)
  if (key !== undefined && device === undefined) throw settings.incomplete()
  if (device !== undefined && settings.tool.guest.interfaces.find(device) === undefined) {
    throw settings.fail(`Cannot find device "${device}"`)
  }
  if (settings.json) settings.printJson([])
}
