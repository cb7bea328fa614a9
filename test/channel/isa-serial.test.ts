/** A serial line: a FIFO of 16 bytes, and nobody who keeps anything. */
import { describe, expect, test } from 'vitest'
import { connect, PING, PONG, story, sync, vmWith } from './host.js'

const HALF = '{"execute":"gues'

test('of what a client sends that leaves at once a FIFO full of bytes arrives', async () => {
  const vm = await vmWith('isa-serial')
  await connect(vm).sendAndLeave(sync(1))
  expect(sync(1).slice(0, 16)).toBe(HALF)
  // They are half a request now, which the next client completes.
  expect(await connect(vm).send('t-ping"}')).toBe(PONG)
  expect(vm.calls()).toMatchObject([{ name: 'guest-ping' }])
  expect(story(vm)).toEqual([
    ...['connect 1', `lost ${sync(1).length - 16}: the client has left`, 'disconnect 1', 'connect 2'],
  ])
})

test('what fits into the FIFO arrives whole', async () => {
  const vm = await vmWith('isa-serial')
  await connect(vm).sendAndLeave('{"execute":"gu')
  expect(await connect(vm).send('est-ping"}')).toBe(PONG)
  expect(story(vm)).toEqual(['connect 1', 'disconnect 1', 'connect 2'])
})

test('a client that stays gets all of its bytes through, however many there are', async () => {
  const vm = await vmWith('isa-serial')
  const text = Buffer.alloc(30_000, 'x').toString('base64')
  const write = `{"execute":"guest-file-write","arguments":{"handle":1000,"buf-b64":"${text}"}}`
  const client = connect(vm)
  await client.send('{"execute":"guest-file-open","arguments":{"path":"/tmp/x","mode":"w"}}')
  expect(await client.send(write.repeat(3))).toBe('{"return": {"count": 30000, "eof": false}}\n'.repeat(3))
})

test('what is sent while the agent is busy is lost with a client that leaves, but for the FIFO', async () => {
  const scenario = { extends: 'default', faults: [{ on: 'guest-get-time', delay: '1s' }] }
  const vm = await vmWith('isa-serial', { scenario })
  const client = connect(vm)
  await client.send('{"execute":"guest-get-time"}')
  // In pieces that are smaller than the FIFO.
  for (const piece of sync(1).match(/.{1,7}/gs) ?? []) await client.send(piece)
  await client.leave()
  vm.advance('1s')
  expect(await connect(vm).send('t-ping"}')).toBe(PONG)
  expect(story(vm)).toContain(`lost ${sync(1).length - 16}: the client has left`)
})

describe('when an agent starts', () => {
  test('the driver clears the FIFO, and what had not got that far follows', async () => {
    const vm = await vmWith('isa-serial', { agent: { running: false } })
    const client = connect(vm)
    expect(await client.send(' '.repeat(16) + PING)).toBe('')
    vm.do({ agent: 'start' })
    expect(await client.more()).toBe(PONG)
    expect(story(vm)).toEqual([...['connect 1', 'agent started', 'lost 16: the driver cleared the FIFO', 'port open']])
  })

  test('what a client had left in the FIFO goes, and nothing of the next one', async () => {
    const vm = await vmWith('isa-serial', { agent: { running: false } })
    await connect(vm).sendAndLeave(sync(1))
    const client = connect(vm)
    expect(await client.send(PING)).toBe('')
    vm.do({ agent: 'start' })
    expect(await client.more()).toBe(PONG)
  })
})

test('a reply that is written while nobody is there vanishes', async () => {
  const vm = await vmWith('isa-serial')
  await connect(vm).sendAndLeave('[0]')
  expect(vm.events.filter(event => event.type === 'out')).toMatchObject([
    { data: '{"error": {"class": "GenericError", "desc": "Invalid JSON syntax"}}\n' },
  ])
  expect(vm.events.find(event => event.type === 'out')).not.toHaveProperty('client')
  expect(await connect(vm).send(PING)).toBe(PONG)
})
