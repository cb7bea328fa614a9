/** apt update: nothing new has come. */
import type { AptCall } from './apt-call.js'
import { upgradable } from './apt-selection.js'
import { archiveOf } from './debian.js'
import { aptLock } from './locks.js'

const LISTS = '/var/lib/apt/lists/'

export function update(call: AptCall): void {
  const { tool } = call
  if (tool.cred.uid !== 0) call.say('Reading package lists...\n')
  aptLock(tool, `${LISTS}lock`, `Unable to lock directory ${LISTS}`)
  for (const [index, [url, suite]] of archiveOf(tool).sources.entries()) {
    call.say(`Hit:${index + 1} ${url} ${suite} InRelease\n`)
  }
  call.say('Reading package lists...\n')
  if (!call.isApt) return
  const count = tool.guest.packages.list().filter(upgradable).length
  call.readState()
  if (count === 0) call.say('All packages are up to date.\n')
  else {
    const verb = count === 1 ? '1 package can' : `${count} packages can`
    call.say(`${verb} be upgraded. Run 'apt list --upgradable' to see ${count === 1 ? 'it' : 'them'}.\n`)
  }
}
