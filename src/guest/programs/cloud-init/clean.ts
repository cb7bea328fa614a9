import { Errno } from '../../errno.js'
import type { Ending } from '../../processes.js'
import type { Wait } from '../../wait.js'
import type { Console } from '../streaming/console.js'
import { notSimulated, subcommandArguments } from './complaint.js'
import { hasConditions } from './version.js'

const CLOUD = '/var/lib/cloud'
const SCRIPTS = '/etc/cloud/clean.d'
const MACHINE_ID = '/etc/machine-id'
const LOGS = ['/var/log/cloud-init.log', '/var/log/cloud-init-output.log']

/** cloud-init clean: takes away what it has left, so that it begins anew at the next boot. */
export function* clean(console: Console, args: readonly string[]): Generator<Wait, Ending | undefined, void> {
  const declared = ['-l,--logs', '--machine-id', '-r,--reboot', '-s,--seed']
  const { options } = yield* subcommandArguments(console, 'clean', { args, declared })
  const { guest } = console.task
  const { files } = guest
  if (files.exists(SCRIPTS) && files.readdir(SCRIPTS).some(name => name !== 'README')) {
    yield* notSimulated(console, `scripts in ${SCRIPTS}`)
  }
  if (options.has('-l')) for (const log of LOGS) yield* remove(console, log)
  yield* removeArtifacts(console, options.has('-s'))
  if (options.has('--machine-id')) {
    // Later versions leave the word that systemd takes for a machine that has none yet.
    if (hasConditions(guest)) {
      yield* console.task.call(() => {
        files.access(MACHINE_ID, 'w', console.cred)
        files.writeFile(MACHINE_ID, 'uninitialized\n')
      })
    } else yield* remove(console, MACHINE_ID)
  }
  if (!options.has('-r') || console.exitCode !== 0) return undefined
  return yield* console.become({ path: 'shutdown', argv: ['shutdown', '-r', 'now'] }, text => `shutdown: ${text}`)
}

/** As far as it can. */
function* removeArtifacts(console: Console, withSeed: boolean): Generator<Wait, void, void> {
  const { files } = console.task.guest
  const names = files.exists(CLOUD) ? files.readdir(CLOUD).toSorted() : []
  for (const name of names) {
    if (name.startsWith('.') || (name === 'seed' && !withSeed)) continue
    const path = `${CLOUD}/${name}`
    try {
      yield* remove(console, path)
    } catch (error) {
      if (!(error instanceof Errno)) throw error
      yield* console.say(`Error:\nCould not remove ${path}: [Errno ${error.errno}] ${error.text}: '${path}'\n`)
      console.exitCode = 1
      return
    }
  }
}

/** Throws Errno. */
function* remove(console: Console, path: string): Generator<Wait, void, void> {
  const { files } = console.task.guest
  yield* console.task.call(() => files.rm(path, { recursive: true, force: true }, console.cred))
}
