import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { asked, expectBadParameters, expectData, expectFailure, hostOf, withFaults } from './agent.js'

const MISSING = 'property is missing and it is not optional'
const UNKNOWN = 'property is not defined in schema and the schema does not allow additional properties'
const MIB = 1_048_576

describe('file-read', () => {
  test('gives what stands in a file, and closes it', async () => {
    const { vm, get } = await hostOf()
    expectData(await get('file-read', { file: '/etc/hostname' }), '{"content":"debian\\n","bytes-read":7}')
    expect(vm.calls('guest-file-open')[0]?.arguments).toEqual({ path: '/etc/hostname' })
    expect(vm.calls('guest-file-read')[0]?.arguments).toEqual({ handle: 1000n, count: 1_048_576n })
    expect(vm.calls('guest-file-close')[0]?.arguments).toEqual({ handle: 1000n })
  })

  test('gives nothing of an empty file', async () => {
    const { vm, get } = await hostOf()
    vm.guest.files.writeFile('/tmp/empty', '')
    expectData(await get('file-read', { file: '/tmp/empty' }), '{"content":"","bytes-read":0}')
  })

  test('gives bytes as characters up to U+00FF each', async () => {
    const { vm, get } = await hostOf()
    vm.guest.files.writeFile('/tmp/x', 'é☃')
    const { body } = await get('file-read', { file: '/tmp/x' })
    expect(body).toEqual({ data: { content: 'Ã©â\x98\x83', 'bytes-read': 5 } })
  })

  test('begins at the offset, and ends after so many bytes', async () => {
    const { vm, get } = await hostOf()
    vm.guest.files.writeFile('/tmp/x', '0123456789')
    const file = '/tmp/x'
    const part = '{"content":"345","bytes-read":3,"truncated":1}'
    expectData(await get('file-read', { file, offset: 3, count: 3 }), part)
    expect(vm.calls('guest-file-seek')[0]?.arguments).toEqual({ handle: 1000n, offset: 3n, whence: 'set' })
    expectData(await get('file-read', { file, offset: 7 }), '{"content":"789","bytes-read":3}')
    expectData(await get('file-read', { file, offset: 100 }), '{"content":"","bytes-read":0}')
  })

  test('asks for the rest only, and tells of what is left, even if that is the end of the file', async () => {
    const { vm, get } = await hostOf()
    vm.guest.files.writeFile('/tmp/x', '0123456789')
    const { body } = await get('file-read', { file: '/tmp/x', count: 10 })
    expect(body.data).toEqual({ content: '0123456789', 'bytes-read': 10, truncated: 1 })
    expect(vm.calls('guest-file-read').map(call => call.arguments)).toEqual([{ handle: 1000n, count: 10n }])
  })

  test('gives the base64 of all of it if it is not to be decoded', async () => {
    const { vm, get } = await hostOf()
    vm.guest.files.writeFile('/tmp/x', Buffer.alloc(MIB + 5, 'ab'))
    const { body } = await get('file-read', { file: '/tmp/x', decode: false })
    expect(body.data['bytes-read']).toBe(MIB + 5)
    expect(body.data.content).toBe(Buffer.alloc(MIB + 5, 'ab').toString('base64'))
  })

  test('reads chunks of 1 MiB, 16 of them at most', async () => {
    const { vm, get } = await hostOf()
    vm.guest.files.writeFile('/var/big', Buffer.alloc(17 * MIB, 'x'))
    const { body } = await get('file-read', { file: '/var/big' })
    expect(body.data.content.length).toBe(16 * MIB)
    expect([body.data['bytes-read'], body.data.truncated]).toEqual([16 * MIB, 1])
    expect(vm.calls('guest-file-read')).toHaveLength(16)
    expect(vm.calls('guest-file-close')).toHaveLength(1)
  })

  test('asks once more where a file ends with a chunk', async () => {
    const { vm, get } = await hostOf()
    vm.guest.files.writeFile('/var/x', Buffer.alloc(MIB, 'x'))
    const { body } = await get('file-read', { file: '/var/x' })
    expect([body.data['bytes-read'], body.data.truncated]).toEqual([MIB, undefined])
    expect(asked(vm)).toEqual(['ping', 'file-open', 'file-read', 'file-read', 'file-close'])
  })

  test.each([
    ['opening', 'file-open', 'No such file', "can't open file"],
    ['reading', 'file-read', 'Input/output error', "can't read from file"],
    ['seeking', 'file-seek', 'Illegal seek', "can't seek in file"],
  ])('tells of an error while %s, and leaves the file as it is', async (_, command, desc, text) => {
    const params = { file: '/etc/hostname', offset: 1 }
    const failing = await withFaults({ on: `guest-${command}`, error: desc })
    expectFailure(await failing.get('file-read', params), `Agent error: ${desc}`)
    expect(asked(failing.vm).at(-1)).toBe(command)
    const silent = await withFaults({ on: `guest-${command}`, return: null })
    expectFailure(await silent.get('file-read', params), `Agent error: ${text}`)
  })

  test('tells what the agent says of a file that there is not', async () => {
    const { get } = await hostOf()
    expectFailure(
      await get('file-read', { file: '/no/such' }),
      "Agent error: failed to open file '/no/such' (mode: 'r'): No such file or directory",
    )
  })

  test('does not mind an error while closing', async () => {
    const { get } = await withFaults({ on: 'guest-file-close', error: 'No' })
    expectData(await get('file-read', { file: '/etc/hostname' }), '{"content":"debian\\n","bytes-read":7}')
  })

  test('takes the number of bytes from the agent, and its end for one', async () => {
    const { get } = await withFaults({ on: 'guest-file-read', return: { count: 5, 'buf-b64': 'QUI=', eof: 1 } })
    expectData(await get('file-read', { file: '/etc/hostname' }), '{"content":"AB","bytes-read":5}')
  })

  test.each([['x'], [{ a: 1 }], [null], [-1]])('has no bytes where an agent gives %j for their number', async count => {
    const { get } = await withFaults({ on: 'guest-file-read', return: { count, 'buf-b64': 'QUI=', eof: true } })
    expectData(await get('file-read', { file: '/etc/hostname' }), '{"content":"AB","bytes-read":0}')
  })

  test('tells what Perl makes of a text that is none', async () => {
    const { get } = await withFaults({
      on: 'guest-file-read',
      return: { count: 1, 'buf-b64': { toString: 1 }, eof: true },
    })
    const content = Buffer.from('HASH(0x55d5c8a0e2f8)', 'base64').toString('latin1')
    expect((await get('file-read', { file: '/etc/hostname' })).body).toEqual({ data: { content, 'bytes-read': 1 } })
  })

  test('asks for an offset of any size, to the last digit', async () => {
    const { vm, get } = await hostOf()
    await get('file-read', { file: '/etc/hostname', offset: '9007199254740993' })
    expect(vm.calls('guest-file-seek')[0]?.arguments).toMatchObject({ offset: 9007199254740993n })
  })

  test.each([
    ['no file', {}, { file: MISSING }],
    ['a negative offset', { file: '/x', offset: -1 }, { offset: 'value must have a minimum value of 0' }],
    ['no bytes', { file: '/x', count: 0 }, { count: 'value must have a minimum value of 1' }],
    ['more than 16 MiB', { file: '/x', count: 16 * MIB + 1 }, { count: 'value must have a maximum value of 16777216' }],
    ['a text for a number', { file: '/x', count: 'all' }, { count: "type check ('integer') failed - got 'all'" }],
    [
      'a text for a boolean',
      { file: '/x', decode: 'maybe' },
      { decode: "type check ('boolean') failed - got 'maybe'" },
    ],
    ['what it does not know', { file: '/x', mode: 'r' }, { mode: UNKNOWN }],
  ])('refuses %s', async (_, params, errors) => {
    const { vm, get } = await hostOf()
    expectBadParameters(await get('file-read', params as Record<string, string>), errors)
    expect(vm.calls()).toEqual([])
  })
})

describe('file-write', () => {
  test('writes a file anew, and closes it', async () => {
    const { vm, post } = await hostOf()
    vm.guest.files.writeFile('/etc/motd', 'a much longer text than before')
    expectData(await post('file-write', { file: '/etc/motd', content: 'hello\n' }), 'null')
    expect(vm.guest.files.readFile('/etc/motd', 'utf8')).toBe('hello\n')
    expect(vm.calls('guest-file-open')[0]?.arguments).toEqual({ path: '/etc/motd', mode: 'wb' })
    expect(vm.calls('guest-file-close')).toHaveLength(1)
  })

  test('writes nothing', async () => {
    const { vm, post } = await hostOf()
    expectData(await post('file-write', { file: '/tmp/x', content: '' }), 'null')
    expect(vm.guest.files.readFile('/tmp/x', 'utf8')).toBe('')
  })

  test('breaks base64 into lines of 76 characters', async () => {
    const { vm, post } = await hostOf()
    const content = 'x'.repeat(150)
    await post('file-write', { file: '/tmp/x', content })
    const given = vm.calls('guest-file-write').map(call => call.arguments as { 'buf-b64': string })
    expect(given[0]?.['buf-b64'].split('\n').map(({ length }) => length)).toEqual([76, 76, 48, 0])
    expect(vm.guest.files.readFile('/tmp/x', 'utf8')).toBe(content)
  })

  test('hands base64 over as it is, if it is not to be encoded', async () => {
    const { vm, post } = await hostOf()
    expectData(await post('file-write', { file: '/tmp/x', content: 'w6k=', encode: 0 }), 'null')
    expect(vm.guest.files.readFile('/tmp/x', 'utf8')).toBe('é')
    expect(vm.calls('guest-file-write')[0]?.arguments).toEqual({ handle: 1000n, 'buf-b64': 'w6k=' })
  })

  test('writes one byte of a character up to U+00FF, and cannot write others', async () => {
    const { vm, post } = await hostOf()
    await post('file-write', { file: '/tmp/x', content: 'é' })
    expect(vm.guest.files.readFile('/tmp/x')).toEqual(Uint8Array.of(0xe9))
    expectFailure(
      await post('file-write', { file: '/tmp/y', content: '☃' }),
      'Wide character in subroutine entry at /usr/share/perl5/PVE/API2/Qemu/Agent.pm line 491.',
    )
    expect(vm.guest.files.exists('/tmp/y')).toBe(false)
  })

  test('takes 60 KiB', async () => {
    const { vm, post } = await hostOf()
    const content = 'x'.repeat(61_440)
    expectData(await post('file-write', { file: '/tmp/x', content }), 'null')
    expect(vm.guest.files.readFile('/tmp/x', 'utf8')).toBe(content)
  })

  test.each([
    ['opening', 'file-open', "can't open file"],
    ['writing', 'file-write', "can't write to file"],
    ['closing', 'file-close', "can't close file"],
  ])('tells of an error while %s', async (_, command, text) => {
    const params = { file: '/tmp/x', content: 'x' }
    const failing = await withFaults({ on: `guest-${command}`, error: 'No space left on device' })
    expectFailure(await failing.post('file-write', params), 'Agent error: No space left on device')
    expect(asked(failing.vm).at(-1)).toBe(command)
    const silent = await withFaults({ on: `guest-${command}`, return: null })
    expectFailure(await silent.post('file-write', params), `Agent error: ${text}`)
  })

  test('does not look how much was written', async () => {
    const { post } = await withFaults({ on: 'guest-file-write', return: { count: 0, eof: false } })
    expectData(await post('file-write', { file: '/tmp/x', content: 'x' }), 'null')
  })

  test('fails where the agent is gone in between', async () => {
    const { post } = await withFaults({ on: 'guest-ping', nth: 2, hang: true })
    expectFailure(await post('file-write', { file: '/tmp/x', content: 'x' }), 'QEMU guest agent is not running')
  })

  test.each([
    ['no file and no content', {}, { file: MISSING, content: MISSING }],
    [
      'more than 60 KiB',
      { file: '/x', content: 'x'.repeat(61_441) },
      { content: 'value may only be 61440 characters long' },
    ],
    [
      'a text for a boolean',
      { file: '/x', content: '', encode: 'x' },
      { encode: "type check ('boolean') failed - got 'x'" },
    ],
    ['what it does not know', { file: '/x', content: '', append: 1 }, { append: UNKNOWN }],
  ])('refuses %s', async (_, params, errors) => {
    const { vm, post } = await hostOf()
    expectBadParameters(await post('file-write', params as Record<string, string>), errors)
    expect(vm.calls()).toEqual([])
  })
})

test('any bytes come back as they were written', async () => {
  const { vm, ask } = await hostOf()
  const file = '/tmp/any'
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 400 }),
      fc.boolean(),
      fc.boolean(),
      fc.nat(450),
      async (array, encode, decode, offset) => {
        const bytes = Buffer.from(array)
        const content = bytes.toString(encode ? 'latin1' : 'base64')
        expectData(await ask('POST', 'file-write', { json: { file, content, encode: encode ? 1 : 0 } }), 'null')
        expect(Buffer.from(vm.guest.files.readFile(file))).toEqual(bytes)
        const { body } = await ask('GET', 'file-read', { params: { file, decode, offset } })
        const rest = bytes.subarray(offset)
        expect(body).toEqual({
          data: { content: rest.toString(decode ? 'latin1' : 'base64'), 'bytes-read': rest.length },
        })
      },
    ),
    { numRuns: 40 },
  )
})
