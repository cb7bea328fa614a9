/** An agent that never comes to the end of a file: the API reads on and on, and its proxy gives it up. */
import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { asked, elapsed, hostOf } from './agent.js'

const MODES = ['manual', 'auto', 'step', 'real'] as const
const PARAMS = { file: '/etc/hostname' }

async function reading(mode: (typeof MODES)[number], returned: Record<string, unknown>, delay?: string) {
  const fault = { on: 'guest-file-read', return: { 'buf-b64': 'QQ==', ...returned }, ...(delay && { delay }) }
  return hostOf({ extends: 'debian-12', clock: { mode }, faults: [fault] })
}

const GIVEN_UP = {
  status: 596,
  reason: 'Connection timed out',
  text: '',
  body: undefined,
  headers: expect.not.objectContaining({ 'content-type': expect.anything() }),
}

describe.each(MODES)('in the mode %s', mode => {
  test.each([[0], [-1], [0.5], [1e-300], ['1'], [{ toString: 1, valueOf: 1 }], [[1]], [null], [true]])(
    'is given up where %j is the number of bytes, after one read',
    async count => {
      const { vm, askOnly } = await reading(mode, { count, eof: false })
      expect(await askOnly('GET', 'file-read', { params: PARAMS })).toEqual(GIVEN_UP)
      expect(asked(vm)).toEqual(['ping', 'file-open', 'file-read'])
    },
  )

  test('is given up where bytes come one by one; others have their turns meanwhile', async () => {
    const { vm, askOnly } = await reading(mode, { count: 1 })
    let turns = 0
    let isOver = false
    const counting = (async () => {
      for (; !isOver; turns++) await turn()
    })()
    const answer = await askOnly('GET', 'file-read', { params: PARAMS })
    isOver = true
    await counting
    expect(answer).toEqual(GIVEN_UP)
    expect(vm.calls('guest-file-read')).toHaveLength(4096)
    expect(turns).toBeGreaterThan(4000)
  })
})

test('is given up after half a minute of the guest', async () => {
  const { vm, ask } = await reading('manual', { count: 1000 }, '4s')
  expect(await ask('GET', 'file-read', { params: PARAMS })).toEqual(GIVEN_UP)
  expect([elapsed(vm), vm.calls('guest-file-read').length]).toEqual([32_000n, 8])
})

test('is given up in the format of the web interface too', async () => {
  const { ask } = await reading('manual', { count: 0 })
  expect(await ask('GET', 'file-read', { params: PARAMS, format: 'extjs' })).toEqual(GIVEN_UP)
})

test('leaves nothing on the clock of the guest', async () => {
  const { vm, ask } = await reading('manual', { count: -1 })
  await ask('GET', 'file-read', { params: PARAMS })
  expect(vm.guest.clock.nextDue()).toBeUndefined()
})
