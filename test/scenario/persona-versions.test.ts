/** What the agents of the personas answer differently because of their versions, as is known of these versions. */
import { expect, test } from 'vitest'
import type { ScenarioInput } from '../../src/index.js'
import { fails, returns, talk } from '../commands/talk.js'

interface Expected {
  /** guest-file-seek from "nowhere". */
  readonly badEnum: string
  /** guest-exec-status of a process that is not there. */
  readonly unknownPid: string
  /** A freeze whose hook ends with 3 and says nothing. */
  readonly failedHook: string
  /** out-truncated where 17 MiB were printed; the agent has to let programs run. */
  readonly toldOfCut?: boolean
}

const BAD_ENUM = fails("Parameter 'whence' does not accept value 'nowhere'")
const INVALID_PID = fails("Invalid parameter 'pid'")
const NO_SUCH_PID = fails('PID ld does not exist')
const HOOK_STATUS = fails('fsfreeze hook has failed with status 3')
const HOOK_CHILD = fails('child process has failed to execute fsfreeze hook: exit status 3')

const refused = (name: string) =>
  fails(`Command ${name} has been disabled: the command is not allowed`, 'CommandNotFound')
const RED_HAT: Expected = {
  badEnum: refused('guest-file-seek'),
  unknownPid: refused('guest-exec-status'),
  failedHook: HOOK_CHILD,
}

const EXPECTED: readonly (readonly [persona: string, expected: Expected])[] = [
  ['ubuntu-22.04', { badEnum: BAD_ENUM, unknownPid: INVALID_PID, failedHook: HOOK_STATUS, toldOfCut: false }],
  ['debian-12', { badEnum: BAD_ENUM, unknownPid: INVALID_PID, failedHook: HOOK_STATUS, toldOfCut: true }],
  ['ubuntu-24.04', { badEnum: BAD_ENUM, unknownPid: NO_SUCH_PID, failedHook: HOOK_STATUS, toldOfCut: false }],
  ['opensuse-leap-15.6', { badEnum: BAD_ENUM, unknownPid: NO_SUCH_PID, failedHook: HOOK_STATUS, toldOfCut: false }],
  ['alpine-3.20', { badEnum: BAD_ENUM, unknownPid: NO_SUCH_PID, failedHook: HOOK_STATUS, toldOfCut: false }],
  ['rhel-9', RED_HAT],
  ['rhel-10', RED_HAT],
  ['fedora-42', { badEnum: BAD_ENUM, unknownPid: NO_SUCH_PID, failedHook: HOOK_CHILD, toldOfCut: false }],
  ['debian-13', { badEnum: BAD_ENUM, unknownPid: NO_SUCH_PID, failedHook: HOOK_CHILD, toldOfCut: true }],
  ['freebsd-14', { badEnum: BAD_ENUM, unknownPid: NO_SUCH_PID, failedHook: HOOK_CHILD, toldOfCut: true }],
]

test.each(EXPECTED)('%s words errors about arguments as its version does', async (scenario, expected) => {
  const host = await talk({ scenario })
  const seek = { handle: 1, offset: 0, whence: 'nowhere' }
  expect(await host.ask('guest-file-seek', seek)).toBe(expected.badEnum)
  expect(await host.ask('guest-exec-status', { pid: 99_999 })).toBe(expected.unknownPid)
})

test.each(EXPECTED)('%s writes a double with all of its digits', async scenario => {
  const host = await talk({ scenario })
  const reply = await host.send('{"execute":"guest-ping","id":0.1}\n')
  expect(reply).toBe('{"return": {}, "id": 0.10000000000000001}\n')
})

test.each(EXPECTED)('%s tells of a hook that failed as its version does', async (name, { failedHook }) => {
  const scenario: ScenarioInput = {
    extends: name,
    agent: { fsfreezeHook: '/root/hook' },
    programs: [{ path: '/root/hook', exitCode: 3 }],
  }
  const host = await talk({ scenario })
  expect(await host.ask('guest-fsfreeze-freeze')).toBe(failedHook)
  expect(await host.ask('guest-fsfreeze-status')).toBe(returns('"thawed"'))
})

const letPrograms = EXPECTED.flatMap(([persona, { toldOfCut }]) =>
  toldOfCut === undefined ? [] : [[persona, toldOfCut] as const],
)

test.each(letPrograms)('%s, of output that was cut, says that it was: %s', async (name, toldOfCut) => {
  const scenario: ScenarioInput = { extends: name, programs: [{ path: '/root/much', stdout: { size: '17MiB' } }] }
  const host = await talk({ scenario })
  const started = JSON.parse(await host.ask('guest-exec', { path: '/root/much', 'capture-output': true }))
  const reply = await host.ask('guest-exec-status', { pid: started.return.pid })
  const [output] = /"out-data": "[A-Za-z0-9+/]*=*"/.exec(reply) ?? ['']
  expect(output).toHaveLength('"out-data": ""'.length + (4 * (16 * 2 ** 20 + 2)) / 3)
  expect(reply.replace(output, 'DATA')).toBe(
    returns(`{"exitcode": 0, DATA, "out-truncated": ${toldOfCut}, "exited": true}`),
  )
})
