/** Which commands a rule is for, seen on the wire. */
import { describe, expect, test } from 'vitest'
import type { FaultInput } from '../../src/scenario/actions.js'
import type { ScenarioInput } from '../../src/scenario/load.js'
import { fails, OK, returns, type Talk, talk } from '../commands/talk.js'

const MARK = fails('it fired')

/** What is said to commands, one after the other, when the rule answers with an error: "x" where it fired. */
async function fired(rule: FaultInput, asked: readonly (string | [string, object])[], more: ScenarioInput = {}) {
  const it = await host(rule, more)
  let marks = ''
  for (const command of asked) {
    const [name, args] = typeof command === 'string' ? [command, undefined] : command
    marks += (await it.ask(name, args as Record<string, unknown> | undefined)) === MARK ? 'x' : '.'
  }
  return marks
}

function host(rule: FaultInput, more: ScenarioInput = {}): Promise<Talk> {
  return talk({ scenario: { extends: 'minimal', faults: [{ error: 'it fired', ...rule }], ...more } })
}

const pings = (count: number) => Array.from({ length: count }, () => 'guest-ping')

test.each<[FaultInput['on'], string]>([
  [undefined, 'xxx'],
  ['*', 'xxx'],
  ['guest-ping', 'x..'],
  ['guest-get-*', '.xx'],
  ['guest-*-time', '..x'],
  [['guest-ping', '*time'], 'x.x'],
])('on %j', async (on, marks) => {
  const rule = on === undefined ? {} : { on }
  expect(await fired(rule, ['guest-ping', 'guest-get-osinfo', 'guest-get-time'])).toBe(marks)
})

test.each<[FaultInput['where'], string]>([
  [{ path: '/etc/*' }, 'xx...'],
  [{ path: '/etc/motd', mode: 'r' }, '.x...'],
  [{ handle: 1000 }, '...x.'],
  [{ handle: 1000, count: 5 }, '.....'],
  [{}, 'xxxxx'],
])('where %j', async (where, marks) => {
  const rule = where === undefined ? {} : { where }
  const asked: [string, object][] = [
    ['guest-file-open', { path: '/etc/passwd' }],
    ['guest-file-open', { mode: 'r', path: '/etc/motd' }],
    ['guest-file-open', { path: '/srv/a' }],
    ['guest-file-close', { handle: 1000 }],
    ['guest-sync', { id: 1000 }],
  ]
  expect(await fired(rule, asked)).toBe(marks)
})

test('where as a function of the arguments, whose integers are bigint', async () => {
  const it = await talk({ scenario: 'minimal' })
  it.vm.faults.add({ on: 'guest-sync', where: args => (args as { id: bigint }).id > 5n, error: 'it fired' })
  expect(await it.ask('guest-sync', { id: 5 })).toBe(returns('5'))
  expect(await it.ask('guest-sync', { id: 6 })).toBe(MARK)
  const snapshot = it.vm.snapshot()
  it.vm.restore(snapshot)
  expect(await it.ask('guest-sync', { id: 5 })).toBe(returns('5'))
  expect(await it.ask('guest-sync', { id: 6 })).toBe(MARK)
})

test('a function that throws says no, and is told of loudly', async () => {
  const it = await talk({ scenario: 'minimal' })
  const others = process.listeners('uncaughtException')
  const thrown = new Promise(resolve => {
    process.removeAllListeners('uncaughtException')
    process.once('uncaughtException', error => {
      for (const other of others) process.on('uncaughtException', other)
      resolve(error)
    })
  })
  it.vm.faults.add({ where: args => JSON.stringify(args) === '{}', error: 'it fired' })
  expect(await it.ask('guest-sync', { id: 5 })).toBe(returns('5'))
  expect(await thrown).toEqual(new TypeError('Do not know how to serialize a BigInt'))
  expect(await it.ask('guest-ping')).toBe(MARK)
})

describe('while', () => {
  test('frozen', async () => {
    const it = await host({ on: 'guest-fsfreeze-status', while: { frozen: true } })
    expect(await it.ask('guest-fsfreeze-status')).toBe(returns('"thawed"'))
    await it.ask('guest-fsfreeze-freeze')
    expect(await it.ask('guest-fsfreeze-status')).toBe(MARK)
    await it.ask('guest-fsfreeze-thaw')
    expect(await it.ask('guest-fsfreeze-status')).toBe(returns('"thawed"'))
  })

  test('not frozen', async () => {
    const it = await host({ on: 'guest-fsfreeze-status', while: { frozen: false } })
    expect(await it.ask('guest-fsfreeze-status')).toBe(MARK)
    await it.ask('guest-fsfreeze-freeze')
    expect(await it.ask('guest-fsfreeze-status')).toBe(returns('"frozen"'))
  })

  test('uptime, from the first moment on and up to the last', async () => {
    const it = await host({ while: { uptime: { from: '2m', to: '3m' } } }, { clock: { uptime: '1m' } })
    const marks: string[] = []
    for (const wait of ['59999ms', '1ms', '59999ms', '1ms']) {
      it.vm.advance(wait)
      marks.push(await it.ask('guest-ping'))
    }
    expect(marks).toEqual([OK, MARK, MARK, OK])
  })

  test('exists', async () => {
    const it = await host({ while: { exists: '/run/busy' } })
    expect(await it.ask('guest-ping')).toBe(OK)
    it.vm.do({ files: { '/run/busy': '' } })
    expect(await it.ask('guest-ping')).toBe(MARK)
  })

  test('running', async () => {
    const it = await host(
      { on: 'guest-ping', while: { running: '*/sleep 1*' } },
      { programs: [{ path: '/bin/sleep', after: '10s' }] },
    )
    expect(await it.ask('guest-ping')).toBe(OK)
    await it.ask('guest-exec', { path: '/bin/sleep', arg: ['10'] })
    expect(await it.ask('guest-ping')).toBe(MARK)
    it.vm.advance('10s')
    expect(await it.ask('guest-ping')).toBe(OK)
  })
})

test.each<[FaultInput, string]>([
  [{ after: 2 }, '..xxxxxx'],
  [{ nth: 1 }, 'x.......'],
  [{ nth: [2, 5] }, '.x..x...'],
  [{ after: 2, nth: 1 }, '..x.....'],
  [{ every: 3 }, '..x..x..'],
  [{ after: 1, every: 3 }, '...x..x.'],
  [{ every: 2, nth: [2, 3, 4] }, '.x.x....'],
  [{ times: 2 }, 'xx......'],
  [{ after: 1, every: 2, times: 2 }, '..x.x...'],
  [{ probability: 0 }, '........'],
  [{ probability: 1 }, 'xxxxxxxx'],
])('counting: %j', async (rule, marks) => {
  expect(await fired(rule, pings(8))).toBe(marks)
})

test('probability: so often, by the seed', async () => {
  const marks = await fired({ probability: 0.25, on: 'guest-ping' }, pings(400))
  const count = marks.split('x').length - 1
  expect(count).toBeGreaterThan(70)
  expect(count).toBeLessThan(130)
  expect(await fired({ probability: 0.25, on: 'guest-ping' }, pings(400))).toBe(marks)
  expect(await fired({ probability: 0.25, on: 'guest-ping' }, pings(400), { seed: 1 })).not.toBe(marks)
})

test('what does not match is not counted', async () => {
  const asked = ['guest-ping', 'guest-get-time', 'guest-ping', 'guest-get-time', 'guest-get-time']
  expect(await fired({ on: 'guest-get-time', nth: 2 }, asked)).toBe('...x.')
})

test('of several rules for a command each counts for itself', async () => {
  const it = await talk({ scenario: 'minimal' })
  it.vm.faults.add(
    { name: 'a', times: 1, garbage: 'a' },
    { name: 'b', times: 2, garbage: 'b' },
    { garbage: 'c', after: 1 },
  )
  expect(await it.ask('guest-ping')).toBe(`ba${OK}`)
  expect(await it.ask('guest-ping')).toBe(`cb${OK}`)
  expect(await it.ask('guest-ping')).toBe(`c${OK}`)
})

test('a rule that is added while a command runs is for the next one', async () => {
  const it = await talk({ scenario: { extends: 'minimal', faults: [{ times: 1, delay: '1s' }] } })
  expect(await it.ask('guest-ping')).toBe('')
  it.vm.faults.add({ garbage: '#' })
  it.vm.advance('1s')
  expect(await it.more()).toBe(`${OK}\n`)
  expect(await it.ask('guest-ping')).toBe(`#${OK}`)
})

test('a rule that is removed while a command runs is still for that one', async () => {
  const it = await talk({ scenario: { extends: 'minimal', faults: [{ name: 'a', delay: '1s', garbage: '#' }] } })
  expect(await it.ask('guest-ping')).toBe('')
  it.vm.faults.remove('a')
  it.vm.advance('1s')
  expect(await it.more()).toBe(`#${OK}\n`)
  expect(await it.ask('guest-ping')).toBe(OK)
})

test('a direction: the bytes that way, and of what comes at once each on its own', async () => {
  const it = await host({ error: undefined, on: 'guest-get-*', direction: 'request', drop: true } as FaultInput)
  const request = (name: string) => `{"execute":"${name}"}`
  expect(await it.send(request('guest-ping') + request('guest-get-time') + request('guest-ping'))).toBe(
    `${OK}\n${OK}\n`,
  )
})

test('a request is known wherever it is cut', async () => {
  const it = await host({ error: undefined, on: 'guest-ping', direction: 'request', garbage: '\xff' } as FaultInput)
  const request = '{"execute" : "guest-pi\\u006eg"}\n'
  for (let cut = 1; cut < request.length - 1; cut++) {
    await it.send(request.slice(0, cut))
    expect(await it.send(request.slice(cut))).toBe(`${fails('Invalid JSON syntax')}\n${OK}\n`)
  }
})

test('half a request is kept when the rules for requests are gone, and lost with the agent', async () => {
  const it = await talk({ scenario: 'minimal' })
  const [rule = ''] = it.vm.faults.add({ direction: 'request', drop: true, on: 'guest-info' })
  await it.send('{"execute":"guest-')
  it.vm.faults.remove(rule)
  expect(await it.send('ping"}')).toBe(`${OK}\n`)
  it.vm.faults.add({ direction: 'request', drop: true, on: 'guest-info' })
  await it.send('{"execute":"guest-')
  it.vm.do({ agent: 'restart' })
  expect(await it.send('{"execute":"guest-ping"}')).toBe(`${OK}\n`)
})

test('vm.call meets what the agent does as well', async () => {
  const it = await host({ on: 'guest-ping', times: 1, delay: '1s' })
  const call = it.vm.call('guest-ping').catch((error: Error) => error.message)
  it.vm.advance('1s')
  expect(await call).toBe('it fired')
})
