import { describe, expect, test } from 'vitest'
import type { ScenarioInput } from '../../src/scenario/load.js'
import { createVm, type Vm } from '../../src/vm.js'
import { OK, talk } from '../commands/talk.js'

type Timeline = NonNullable<ScenarioInput['timeline']>

async function vmWith(...timeline: Timeline): Promise<Vm> {
  return createVm({ scenario: { extends: 'minimal', timeline } })
}

/** The notes, and when they were written, in seconds. */
function notes(vm: Vm): string[] {
  return vm.events.flatMap(event => (event.type === 'note' ? [`${Number(event.at) / 1e9} ${event.text}`] : []))
}

test('at a time, once', async () => {
  await using vm = await vmWith(
    { at: 0, do: { note: 'start' } },
    { at: '3s', do: [{ note: 'a' }, { wait: '1s' }, { note: 'b' }] },
  )
  expect(notes(vm)).toEqual(['0 start'])
  vm.advance('1h')
  expect(notes(vm)).toEqual(['0 start', '3 a', '4 b'])
})

test('again and again, or so often', async () => {
  await using vm = await vmWith({ every: '10s', do: { note: 'a' } }, { every: '15s', times: 2, do: { note: 'b' } })
  vm.advance('50s')
  expect(notes(vm)).toEqual(['10 a', '15 b', '20 a', '30 b', '30 a', '40 a', '50 a'])
})

test('only while the guest is so; what is passed over does not count', async () => {
  await using vm = await vmWith({ every: '1s', times: 2, while: { exists: '/go' }, do: { note: 'a' } })
  vm.advance('3s')
  vm.do({ files: { '/go': '' } })
  vm.advance('10s')
  expect(notes(vm)).toEqual(['4 a', '5 a'])
})

test('what has come about as often as it may is nothing that a clock would jump to', async () => {
  const timeline: Timeline = [{ when: { client: 'connects' }, wait: '100s', times: 1, do: { note: 'a' } }]
  await using vm = await vmWith(...timeline)
  vm.connect()
  vm.advance('100s')
  vm.connect()
  expect(notes(vm)).toEqual(['100 a'])
  expect(vm.guest.clock.nextDue()).toBeUndefined()
})

describe('when', () => {
  test('the agent begins a command, or has answered it: in between nothing is done', async () => {
    const it = await talk({
      scenario: {
        extends: 'minimal',
        timeline: [
          { when: { request: 'guest-p*' }, do: { note: 'asked' } },
          { when: { reply: 'guest-p*' }, do: { note: 'answered' } },
          { when: { reply: 'guest-p*' }, wait: '2s', times: 1, do: { note: 'later' } },
        ],
      },
    })
    expect(await it.ask('guest-ping')).toBe(OK)
    await it.ask('guest-get-time')
    it.vm.advance('1s')
    expect(await it.ask('guest-ping')).toBe(OK)
    it.vm.advance('10s')
    expect(notes(it.vm)).toEqual(['0 asked', '0 answered', '1 asked', '1 answered', '2 later'])
    const story = it.vm.events.flatMap(({ type }) => (['request', 'reply', 'note'].includes(type) ? [type] : []))
    expect(story.slice(0, 4)).toEqual(['request', 'reply', 'note', 'note'])
  })

  test('a command begins that waits for something: it is done meanwhile', async () => {
    const it = await talk({
      scenario: {
        extends: 'minimal',
        faults: [{ on: 'guest-ping', hang: true }],
        timeline: [{ when: { request: 'guest-ping' }, do: { faults: { release: true } } }],
      },
    })
    expect(await it.ask('guest-ping')).toBe(OK)
  })

  test('clients come and go', async () => {
    const it = await talk({
      scenario: {
        extends: 'minimal',
        timeline: [
          { when: { client: 'connects' }, do: { note: 'hello' } },
          { when: { client: 'leaves' }, do: { note: 'bye' } },
        ],
      },
    })
    await it.reconnect()
    await it.more()
    expect(notes(it.vm)).toEqual(['0 hello', '0 bye', '0 hello'])
  })

  test('the agent starts and stops, the power changes, a rule fires', async () => {
    await using vm = await vmWith(
      { when: { agent: 'starts' }, do: { note: 'starts' } },
      { when: { agent: 'stops' }, do: { note: 'stops' } },
      { when: { power: 'off' }, do: { note: 'off' } },
      { when: { power: 'running' }, wait: '1s', do: { note: 'on' } },
      { when: { fault: 'st*ck' }, do: { note: 'fired' } },
    )
    vm.do([{ agent: 'restart' }, { agent: 'crash' }, { agent: 'start' }])
    vm.advance('1s')
    vm.do([{ vm: 'off' }, { vm: 'wakeup' }])
    vm.faults.add({ name: 'stuck', return: {} }, { name: 'other', drop: true })
    await vm.call('guest-ping')
    vm.advance('1s')
    expect(notes(vm)).toEqual([
      ...['0 stops', '0 starts', '0 stops', '0 starts'],
      ...['1 stops', '1 off', '1 starts', '1 fired', '2 on'],
    ])
  })

  test('entries that bring each other about at once are stopped, and told', async () => {
    await using vm = await vmWith({ when: { agent: 'starts' }, do: { agent: 'restart' } })
    vm.do({ agent: 'restart' })
    expect(notes(vm)).toEqual([
      '0 the time line goes round in circles: 1000 things at once. Give an entry a wait, or times.',
    ])
    expect(await vm.call('guest-ping')).toBeUndefined()
  })
})

test('what can not be done is told, and the rest is done', async () => {
  await using vm = await vmWith({
    at: '1s',
    do: [{ faults: { remove: 'nobody' } }, { files: { '/etc/hostname/a': 'x' } }, { note: 'the rest' }],
  })
  vm.advance('1s')
  expect(notes(vm)).toEqual([
    '1 could not be done: fault rule: expected the name of a rule (there are none), got "nobody"',
    '1 could not be done: ENOTDIR: Not a directory, /etc/hostname/a',
    '1 the rest',
  ])
})

test('a snapshot holds what is to come, and how often it came', async () => {
  await using vm = await vmWith(
    { every: '10s', times: 3, do: { note: 'every' } },
    { when: { reply: 'guest-ping' }, wait: '5s', times: 2, do: { note: 'ping' } },
  )
  vm.advance('12s')
  await vm.call('guest-ping')
  const snapshot = vm.snapshot()
  const goOn = async (vm: Vm) => {
    const before = notes(vm).length
    vm.advance('4s')
    for (let count = 0; count < 3; count++) await vm.call('guest-ping')
    vm.advance('1h')
    return notes(vm).slice(before)
  }
  const first = await goOn(vm)
  expect(first).toEqual(['17 ping', '20 every', '21 ping', '30 every'])
  vm.restore(snapshot)
  expect(await goOn(vm)).toEqual(first)
  await using other = await createVm({ scenario: vm.document })
  other.restore(snapshot)
  expect(await goOn(other)).toEqual(first)
})
