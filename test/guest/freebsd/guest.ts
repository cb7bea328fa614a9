import { Guest } from '../../../src/guest/guest.js'
import type { ScenarioInput } from '../../../src/scenario/load.js'
import { load } from '../../scenario/vocabulary.js'

export function freebsdGuest(changes: ScenarioInput = {}): Guest {
  return new Guest(load({ extends: 'freebsd-14', ...changes }).guest)
}

/** Runs a program of the guest, and gives what it printed and how it ended. */
export function execute(guest: Guest, argv: readonly [string, ...string[]], stdin = '', user = 'root') {
  const pid = guest.children.exec({
    ...{ path: argv[0], args: argv.slice(1), environ: [], searchPath: '/sbin:/bin:/usr/sbin:/usr/bin' },
    ...{ stdin: Buffer.from(stdin), cwd: '/', user, capture: 'separated' },
  })
  const { stdout, stderr, ending } = guest.children.status(pid) ?? {}
  const shown = (bytes: Uint8Array = new Uint8Array()) => Buffer.from(bytes).toString('utf8')
  return { stdout: shown(stdout?.bytes), stderr: shown(stderr?.bytes), ...ending }
}
