import { expect, test } from 'vitest'
import { fails, returns, type Talk, talk } from './talk.js'

type Change = readonly [id: number | bigint, online: boolean]

function set(host: Talk, ...changes: readonly Change[]): Promise<string> {
  const list = changes.map(([id, online]) => `{"logical-id":${id},"online":${online}}`)
  return host.ask('guest-set-vcpus', `{"vcpus":[${list}]}`)
}

/** Four processors: the first can't go offline, the kernel keeps the last. */
async function guest(): Promise<Talk> {
  return talk({ scenario: { extends: 'minimal', vcpus: [{}, {}, { online: false }, { error: 'EBUSY' }] } })
}

function online(host: Talk): boolean[] {
  return host.vm.guest.vcpus.list().map(vcpu => vcpu.online)
}

const MISSING = fails('open(\\"/sys/devices/system/cpu/cpu99/\\"): No such file or directory')
const STAYS = fails("logical processor #0 can't be offlined")
const REFUSED = fails('pwrite(\\"/sys/devices/system/cpu/cpu3//online\\"): Device or resource busy')

const cases: [title: string, changes: Change[], reply: string, after: boolean[]][] = [
  ['an empty list changes nothing', [], returns('0'), [true, true, false, true]],
  [
    'processors go offline and online',
    [
      [1, false],
      [2, true],
    ],
    returns('2'),
    [true, false, true, true],
  ],
  [
    'what is so already counts',
    [
      [0, true],
      [1, true],
      [2, false],
      [3, true],
    ],
    returns('4'),
    [true, true, false, true],
  ],
  [
    'the same one may come twice',
    [
      [1, false],
      [1, true],
    ],
    returns('2'),
    [true, true, false, true],
  ],
  ['an unknown one is an error', [[99, true]], MISSING, [true, true, false, true]],
  ['so is a negative one', [[-1, true]], MISSING.replace('99', '-1'), [true, true, false, true]],
  ['one that can not go offline is an error', [[0, false]], STAYS, [true, true, false, true]],
  ['one that the kernel keeps is an error', [[3, false]], REFUSED, [true, true, false, true]],
  [
    'after the first an error shows only in the count',
    [
      [1, false],
      [3, false],
      [2, true],
    ],
    returns('1'),
    [true, false, false, true],
  ],
]

test.each(cases)('%s', async (_, changes, reply, after) => {
  const host = await guest()
  expect(await set(host, ...changes)).toBe(reply)
  expect(online(host)).toEqual(after)
})

test('the last one online stays', async () => {
  const host = await talk({ scenario: { extends: 'minimal', vcpus: [{ canOffline: true }] } })
  expect(await set(host, [0, false])).toBe(
    fails('pwrite(\\"/sys/devices/system/cpu/cpu0//online\\"): Device or resource busy'),
  )
})

test.each([
  ['2.11.0', 'open(\\"/sys/devices/system/cpu/cpu1//online\\"): Permission denied'],
  ['5.2.0', 'open(\\"/sys/devices/system/cpu/cpu1//online\\"): Permission denied'],
  ['7.2.22', 'open(\\"/sys/devices/system/cpu/cpu1//online\\"): Permission denied'],
  ['11.1.3', 'could not open /sys/devices/system/cpu/cpu1//online: Permission denied'],
])('agent %s that is not root may change nothing, even to what it is', async (version, desc) => {
  const users = { agent: { uid: 1000 } }
  const host = await talk({ scenario: { extends: 'minimal', vcpus: 2, users }, agent: { version, user: 'agent' } })
  expect(await set(host, [1, true])).toBe(fails(desc))
  expect(await set(host, [0, true])).toBe(returns('1'))
  expect(await set(host, [0, false])).toBe(fails("logical processor #0 can't be offlined"))
})

test('can-offline is ignored', async () => {
  const host = await guest()
  const vcpus = [{ 'logical-id': 1, online: false, 'can-offline': false }]
  expect(await host.ask('guest-set-vcpus', { vcpus })).toBe(returns('1'))
})

test.each([
  ['{}', "Parameter 'vcpus' is missing"],
  ['{"vcpus":{}}', "Invalid parameter type for 'vcpus', expected: array"],
  ['{"vcpus":[1]}', "Invalid parameter type for 'vcpus[0]', expected: object"],
  ['{"vcpus":[{"online":true}]}', "Parameter 'vcpus[0].logical-id' is missing"],
  ['{"vcpus":[{"logical-id":1,"online":1}]}', "Invalid parameter type for 'vcpus[0].online', expected: boolean"],
  ['{"vcpus":[{"logical-id":1,"online":true,"foo":1}]}', "Parameter 'vcpus[0].foo' is unexpected"],
])('it refuses %s before anything is changed', async (args, desc) => {
  const host = await guest()
  expect(await host.ask('guest-set-vcpus', args)).toBe(fails(desc))
})
