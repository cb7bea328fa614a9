import { describe, expect, test } from 'vitest'
import { inMemory } from '../../src/channel/in-memory.js'
import { EchoChannel, read, readAll } from './echo-channel.js'

describe.each(['virtio-serial', 'unix-listen'] as const)('with %s', transport => {
  test('a reply goes to the client that asked', async () => {
    const echo = new EchoChannel(transport)
    const { client, server } = inMemory()
    echo.channel.attach(server)
    expect(echo.channel.client).toBe(1)
    client.write('a\n')
    expect(await read(client, 5)).toBe('re:a\n')
    client.end()
    await echo.saw('disconnect', 1)
    expect(echo.channel.client).toBe(undefined)
    expect(echo.story).toEqual(['connect 1', 'in 1 a\\n', 'out 1 re:a\\n', 'disconnect 1'])
  })

  test('clients are served one after another, in the order they came, with what they sent meanwhile', async () => {
    const echo = new EchoChannel(transport)
    const [first, second, third] = [inMemory(), inMemory(), inMemory()]
    for (const { server } of [first, second, third]) echo.channel.attach(server)
    third.client.end('c\n')
    second.client.end('b\n')
    first.client.write('a\n')
    expect(await read(first.client, 5)).toBe('re:a\n')
    expect(echo.story).toEqual(['connect 1', 'in 1 a\\n', 'out 1 re:a\\n'])
    first.client.end()
    expect([await readAll(second.client), await readAll(third.client)]).toEqual(['re:b\n', 're:c\n'])
    expect(echo.story.slice(3)).toEqual([
      'disconnect 1',
      ...['connect 2', 'in 2 b\\n', 'out 2 re:b\\n', 'disconnect 2'],
      ...['connect 3', 'in 3 c\\n', 'out 3 re:c\\n', 'disconnect 3'],
    ])
  })

  test('bytes of a client that has left reach the agent before those of the next', async () => {
    const echo = new EchoChannel(transport)
    echo.onLine = () => {}
    const [first, second] = [inMemory(), inMemory()]
    echo.channel.attach(first.server)
    echo.channel.attach(second.server)
    first.client.write('half a ')
    first.client.destroy()
    second.client.write('line\n')
    await echo.saw('in', 2)
    expect(echo.received).toBe('half a line\n')
    expect(echo.story).toEqual(['connect 1', 'in 1 half a ', 'disconnect 1', 'connect 2', 'in 2 line\\n'])
  })

  test('a client that has ended its writing side still gets the replies, and then the end', async () => {
    const echo = new EchoChannel(transport)
    const { client, server } = inMemory()
    echo.channel.attach(server)
    client.end('a\nb\n')
    expect(await readAll(client)).toBe('re:a\nre:b\n')
  })

  test('a busy agent reads nothing until it resumes', async () => {
    const echo = new EchoChannel(transport)
    const { client, server } = inMemory()
    echo.channel.attach(server)
    echo.channel.pause()
    client.write('a\n')
    // A turn of the event loop is more than the in-memory connection needs.
    await new Promise(resolve => setImmediate(resolve))
    expect(echo.received).toBe('')
    echo.channel.resume()
    expect(await read(client, 5)).toBe('re:a\n')
  })

  test('a reply of 22 MB streams to a client that reads slowly, byte for byte', async () => {
    const echo = new EchoChannel(transport)
    const { client, server } = inMemory()
    echo.channel.attach(server)
    const reply = 'The quick brown fox jumps over the lazy dog\xff'.repeat(500_000)
    echo.channel.write(reply)
    expect(echo.events.length).toBeLessThan(4)
    client.end()
    expect((await readAll(client)) === reply).toBe(true)
    const out = echo.events.map(event => (event.type === 'out' ? event.data : '')).join('')
    expect(out === reply).toBe(true)
    expect(echo.story.at(-1)).toBe('disconnect 1')
  })

  test('an agent that cannot get rid of a reply reads nothing more', async () => {
    const echo = new EchoChannel(transport)
    const { client, server } = inMemory()
    echo.channel.attach(server)
    echo.onLine = line => echo.channel.write(line === 'big' ? 'x'.repeat(1_000_000) : `re:${line}\n`)
    client.write('big\n')
    await echo.saw('out', 1)
    client.write('a\n')
    await new Promise(resolve => setImmediate(resolve))
    expect(echo.received).toBe('big\n')
    expect((await read(client, 1_000_005)).slice(1_000_000)).toBe('re:a\n')
  })

  test('close ends the served and the waiting clients, and later ones', async () => {
    const echo = new EchoChannel(transport)
    const [first, second, third] = [inMemory(), inMemory(), inMemory()]
    echo.channel.attach(first.server)
    echo.channel.attach(second.server)
    await echo.channel.close()
    echo.channel.attach(third.server)
    expect(await Promise.all([first, second, third].map(pair => readAll(pair.client)))).toEqual(['', '', ''])
    expect(echo.story).toEqual(['connect 1', 'disconnect 1'])
  })
})

describe('with virtio-serial', () => {
  test('the reply to a client that has left reaches the next one first', async () => {
    const echo = new EchoChannel('virtio-serial')
    const [first, second] = [inMemory(), inMemory()]
    echo.channel.attach(first.server)
    first.client.write('a\nb\n')
    first.client.destroy()
    await echo.saw('disconnect', 1)
    echo.channel.attach(second.server)
    second.client.write('c\n')
    expect(await read(second.client, 15)).toBe('re:a\nre:b\nre:c\n')
    expect(echo.story).toEqual([
      ...['connect 1', 'in 1 a\\nb\\n', 'disconnect 1'],
      ...['connect 2', 'out 2 re:a\\nre:b\\n', 'in 2 c\\n', 'out 2 re:c\\n'],
    ])
  })

  test('QEMU sees a client leave while the agent is busy, and the next one gets the reply', async () => {
    const echo = new EchoChannel('virtio-serial')
    const [first, second] = [inMemory(), inMemory()]
    echo.onLine = () => echo.channel.pause()
    echo.channel.attach(first.server)
    first.client.end('slow\n')
    await echo.saw('disconnect', 1)
    echo.channel.attach(second.server)
    echo.onLine = undefined
    second.client.write('a\n')
    await echo.saw('in', 2)
    expect(echo.received).toBe('slow\n')
    echo.channel.write('re:slow\n')
    echo.channel.resume()
    expect(await read(second.client, 13)).toBe('re:slow\nre:a\n')
  })

  test('half a mebibyte is taken for a busy agent, the rest stays with the client', async () => {
    const echo = new EchoChannel('virtio-serial')
    const { client, server } = inMemory()
    echo.channel.attach(server)
    echo.channel.pause()
    const request = `${'x'.repeat(2_000_000)}\n`
    client.write(request)
    client.end()
    for (let turn = 0; turn < 100; turn++) await new Promise(resolve => setImmediate(resolve))
    expect(echo.received).toBe('')
    echo.channel.resume()
    expect((await readAll(client)) === `re:${request}`).toBe(true)
    expect(echo.received === request).toBe(true)
  })

  test('nobody notices that the agent died: what is sent meanwhile waits for the next one', async () => {
    const echo = new EchoChannel('virtio-serial')
    const { client, server } = inMemory()
    echo.channel.attach(server)
    echo.channel.hangUp()
    client.write('a\n')
    await echo.saw('in', 1)
    expect(echo.received).toBe('')
    echo.channel.setPort('open')
    expect(await read(client, 5)).toBe('re:a\n')
    expect(echo.story).toEqual(['connect 1', 'port closed', 'in 1 a\\n', 'port open', 'out 1 re:a\\n'])
  })
})

describe('with unix-listen', () => {
  test('the reply to a client that has left is lost', async () => {
    const echo = new EchoChannel('unix-listen')
    const [first, second] = [inMemory(), inMemory()]
    echo.channel.attach(first.server)
    first.client.write('a\nb\n')
    first.client.destroy()
    await echo.saw('disconnect', 1)
    echo.channel.attach(second.server)
    second.client.write('c\n')
    expect(await read(second.client, 5)).toBe('re:c\n')
    expect(echo.story).toEqual([
      ...['connect 1', 'in 1 a\\nb\\n', 'out - re:a\\nre:b\\n', 'disconnect 1'],
      ...['connect 2', 'in 2 c\\n', 'out 2 re:c\\n'],
    ])
  })

  test('a busy agent sees the end of its client only when it has answered', async () => {
    const echo = new EchoChannel('unix-listen')
    const [first, second] = [inMemory(), inMemory()]
    echo.onLine = () => echo.channel.pause()
    echo.channel.attach(first.server)
    echo.channel.attach(second.server)
    first.client.end('slow\n')
    await echo.saw('in', 1)
    await new Promise(resolve => setImmediate(resolve))
    expect(echo.channel.client).toBe(1)
    echo.channel.write('re:slow\n')
    echo.channel.resume()
    expect(await readAll(first.client)).toBe('re:slow\n')
    await echo.saw('connect', 2)
  })

  test('an agent that dies takes the served and the waiting clients along, and serves new ones later', async () => {
    const echo = new EchoChannel('unix-listen')
    const [first, second, third] = [inMemory(), inMemory(), inMemory()]
    echo.channel.attach(first.server)
    echo.channel.attach(second.server)
    const refused = expect(readAll(second.client)).rejects.toThrow('read ECONNRESET')
    echo.channel.hangUp()
    expect(await readAll(first.client)).toBe('')
    // It had connected, but the agent had not accepted it yet.
    await refused
    echo.channel.attach(third.server)
    third.client.end('c\n')
    expect(await readAll(third.client)).toBe('re:c\n')
    expect(echo.story).toEqual([
      ...['connect 1', 'disconnect 1', 'connect 2', 'in 2 c\\n', 'out 2 re:c\\n', 'disconnect 2'],
    ])
  })
})
