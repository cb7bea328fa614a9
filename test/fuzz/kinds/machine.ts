/** Commands that only tell something of the machine: what is not of it must be the same. */
import type { Chance } from '../chance.js'
import { anyValue } from '../json-text.js'
import { request, type Step } from '../story.js'

const COMMANDS = [
  ...['guest-info', 'guest-ping', 'guest-get-time', 'guest-get-host-name', 'guest-get-timezone', 'guest-get-users'],
  ...['guest-get-osinfo', 'guest-get-vcpus', 'guest-get-memory-blocks', 'guest-get-memory-block-info'],
  ...['guest-get-fsinfo', 'guest-get-disks', 'guest-get-diskstats', 'guest-get-cpustats', 'guest-get-devices'],
  ...['guest-network-get-interfaces', 'guest-network-get-route', 'guest-get-load'],
  ...['guest-fsfreeze-status', 'guest-fsfreeze-thaw'],
  ...['guest-shutdown', 'guest-set-time', 'guest-fsfreeze-freeze', 'guest-fsfreeze-freeze-list', 'guest-suspend-disk'],
  ...[
    'guest-suspend-ram',
    'guest-suspend-hybrid',
    'guest-set-vcpus',
    'guest-set-memory-blocks',
    'guest-set-user-password',
  ],
  'guest-fstrim',
]

export function machineStory(chance: Chance): Step[] {
  return chance.list(10, () => {
    const name = chance.oneOf(COMMANDS)
    if (chance.once(2)) return request(name)
    return { send: `{"execute":"${name}","id":${anyValue(chance)}}\n` }
  })
}
