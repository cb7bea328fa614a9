import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  asked,
  elapsed,
  expectBadParameters,
  expectData,
  expectFailure,
  type Host,
  hostOf,
  withFaults,
} from './agent.js'

const MISSING = 'property is missing and it is not optional'
const UNKNOWN = 'property is not defined in schema and the schema does not allow additional properties'

async function run({ post, get, vm }: Host, params: { command: string | string[]; 'input-data'?: string }) {
  const { body } = await post('exec', params)
  const { pid } = body.data
  for (;;) {
    const answer = await get('exec-status', { pid })
    if (answer.body.data.exited === 1) return answer
    vm.advance('1s')
  }
}

describe('exec', () => {
  test('gives the pid, and hands the list over as a program and its arguments', async () => {
    const { vm, post } = await hostOf()
    expectData(await post('exec', { command: ['/bin/echo', 'a b', 'c'] }), '{"pid":491}')
    expect(asked(vm)).toEqual(['ping', 'exec'])
    expect(vm.calls('guest-exec')[0]?.arguments).toEqual({
      'capture-output': true,
      path: '/bin/echo',
      arg: ['a b', 'c'],
    })
  })

  test('takes a single text as a program without arguments, and splits nothing', async () => {
    const { vm, post } = await hostOf()
    const { status } = await post('exec', { command: '/bin/echo a' })
    expect(status).toBe(500)
    expect(vm.calls('guest-exec')[0]?.arguments).toEqual({ 'capture-output': true, path: '/bin/echo a', arg: [] })
  })

  test('takes a list of JSON', async () => {
    const { ask } = await hostOf()
    expectData(await ask('POST', 'exec', { json: { command: ['true', 'x'] } }), '{"pid":491}')
  })

  test('encodes the input in one piece', async () => {
    const { vm, post } = await hostOf()
    const input = 'x'.repeat(60_000)
    expectData(await post('exec', { command: 'cat', 'input-data': input }), '{"pid":491}')
    expect(vm.calls('guest-exec')[0]?.arguments).toMatchObject({
      'input-data': Buffer.from(input).toString('base64'),
    })
  })

  test('hands an empty input over', async () => {
    const { vm, post } = await hostOf()
    await post('exec', { command: 'cat', 'input-data': '' })
    expect(vm.calls('guest-exec')[0]?.arguments).toMatchObject({ 'input-data': '' })
  })

  test.each([
    ['no command', {}, { command: MISSING }],
    ['what it does not know', { command: 'cat', env: 'A=1' }, { env: UNKNOWN }],
    ['a list by the habit of PHP', { 'command[]': 'cat' }, { command: MISSING, 'command[]': UNKNOWN }],
    ['an empty text', { command: '' }, { command: "type check ('array') failed" }],
    ['a text that Perl takes for nothing', { command: '0' }, { command: "type check ('array') failed" }],
  ])('refuses %s', async (_, params, errors) => {
    const { vm, post } = await hostOf()
    expectBadParameters(await post('exec', params as Record<string, string>), errors)
    expect(vm.calls()).toEqual([])
  })

  // As a body these are too long already.
  test('takes 64 KiB of input in the query, and not more', async () => {
    const { ask } = await hostOf()
    const start = (size: number) => ask('POST', `exec?input-data=${'x'.repeat(size)}`, { params: { command: 'cat' } })
    expectData(await start(65_536), '{"pid":491}')
    expectBadParameters(await start(65_537), { 'input-data': 'value may only be 65536 characters long' })
  })

  test('refuses a list of nothing, before it looks for the agent', async () => {
    const { ask, vm } = await hostOf('agent-not-running')
    expectFailure(await ask('POST', 'exec', { json: { command: [] } }), 'command or input-data (or both) required')
    expect(elapsed(vm)).toBe(0n)
  })

  test('lets the agent refuse a list of nothing that comes with an input', async () => {
    const { ask } = await hostOf()
    const json = { command: [], 'input-data': 'x' }
    expectFailure(
      await ask('POST', 'exec', { json }),
      "Agent error: Invalid parameter type for 'path', expected: string",
    )
  })

  test('tells what the agent says; what can stand in no status line is left out there', async () => {
    const { post } = await hostOf()
    const { status, reason, body } = await post('exec', { command: '/no/such' })
    const text = (program: string) =>
      `Agent error: Guest agent command failed, error was 'Failed to execute child process ${program} (No such file or directory)'`
    expect([status, reason]).toEqual([500, text('/no/such')])
    expect(body).toEqual({ data: null, message: `${text('“/no/such”')}\n` })
  })

  test('cannot send what is no byte, and tells so before it looks for the agent', async () => {
    const { post, vm } = await hostOf('agent-not-running')
    const { status, body } = await post('exec', { command: 'cat', 'input-data': '☃' })
    const message = 'Wide character in subroutine entry at /usr/share/perl5/PVE/QemuServer/Agent.pm line 74.\n'
    expect([status, body, elapsed(vm)]).toEqual([500, { data: null, message }, 0n])
  })

  test.each([
    ['', undefined],
    [' (input-data given)', 'x'],
  ])('has a text of its own where nothing comes back%s', async (more, input) => {
    const { post } = await withFaults({ on: 'guest-exec', return: null })
    expectFailure(
      await post('exec', { command: ['/bin/x', 'y'], ...(input !== undefined && { 'input-data': input }) }),
      `Agent error: can't execute command (/bin/x ARRAY(0x55d5c8a0e2f8))${more}`,
    )
  })

  test.each(['', '0'])('takes an error that says "%s", nothing to Perl, for a result', async desc => {
    const { post } = await withFaults({ on: 'guest-exec', error: { class: 'GenericError', desc } })
    expectData(await post('exec', { command: 'true' }), `{"error":{"class":"GenericError","desc":"${desc}"}}`)
  })

  test.each([
    [{ a: 1 }, 'HASH(0x55d5c8a0e2f8)'],
    [{ toString: 1, valueOf: 2 }, 'HASH(0x55d5c8a0e2f8)'],
    [['x'], 'ARRAY(0x55d5c8a0e2f8)'],
    [true, '1'],
    [7, '7'],
  ])('tells what Perl makes of an error that says %j', async (desc, text) => {
    const { post } = await withFaults({ on: 'guest-exec', return: { error: { desc } } })
    expectFailure(await post('exec', { command: 'true' }), `Agent error: ${text}`)
  })

  test('hands any list of arguments over as it is', async () => {
    const host = await hostOf()
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter(it => !it.includes('\0'))
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 2, maxLength: 6 }), fc.boolean(), async (command, isJson) => {
        const whole = ['/bin/true', ...command]
        const { status } = await host.ask(
          'POST',
          'exec',
          isJson ? { json: { command: whole } } : { params: { command: whole } },
        )
        expect(status).toBe(200)
        expect(host.vm.calls('guest-exec').at(-1)?.arguments).toEqual({
          'capture-output': true,
          path: '/bin/true',
          arg: command,
        })
      }),
      { numRuns: 40 },
    )
  })
})

describe('exec-status', () => {
  test('tells of a program that still runs', async () => {
    const host = await hostOf({ extends: 'debian-12', programs: [{ match: 'slow', stdout: 'done', after: '10s' }] })
    await host.post('exec', { command: 'slow' })
    expectData(await host.get('exec-status', { pid: 491 }), '{"exited":0}')
    host.vm.advance('10s')
    expect((await host.get('exec-status', { pid: 491 })).body.data).toEqual({
      exited: 1,
      exitcode: 0,
      'out-data': 'done',
      'out-truncated': 0,
    })
  })

  test('gives output as text, and booleans as 1 and 0', async () => {
    const host = await hostOf({
      extends: 'debian-12',
      programs: [{ match: 'both *', stdout: 'out\n', stderr: 'err\n', exitCode: 3 }],
    })
    expect((await run(host, { command: ['both', 'x'] })).body).toEqual({
      data: {
        exited: 1,
        exitcode: 3,
        'out-data': 'out\n',
        'err-data': 'err\n',
        'out-truncated': 0,
        'err-truncated': 0,
      },
    })
  })

  test('gives the bytes of the output as characters up to U+00FF each', async () => {
    const host = await hostOf()
    const answer = await run(host, { command: ['echo', 'é'] })
    expect(answer.body.data['out-data']).toBe('Ã©\n')
    expect(Buffer.from(answer.body.data['out-data'], 'latin1').toString()).toBe('é\n')
  })

  test('tells of a signal and of output that was cut', async () => {
    const { get } = await withFaults({
      on: 'guest-exec-status',
      return: { exited: true, signal: 9, 'out-data': 'b3V0', 'out-truncated': true, 'err-truncated': false },
    })
    const { body } = await get('exec-status', { pid: 7 })
    expect(body).toEqual({ data: { exited: 1, signal: 9, 'out-data': 'out', 'out-truncated': 1, 'err-truncated': 0 } })
  })

  test('hands a program its input', async () => {
    const host = await hostOf()
    const answer = await run(host, { command: 'cat', 'input-data': 'é' })
    // One byte is what went in: a character up to U+00FF is one.
    expect(answer.body.data['out-data']).toBe('é')
  })

  test('knows a program that has ended once', async () => {
    const host = await hostOf()
    const answer = await run(host, { command: 'true' })
    expectData(answer, '{"exitcode":0,"exited":1}')
    expectFailure(await host.get('exec-status', { pid: 491 }), "Agent error: Invalid parameter 'pid'")
  })

  test('takes what cannot be a pid, and asks the agent', async () => {
    const { get } = await hostOf()
    for (const pid of [-1, 0, 2 ** 40]) {
      expectFailure(await get('exec-status', { pid }), "Agent error: Invalid parameter 'pid'")
    }
  })

  test.each([
    ['none', {}, { pid: MISSING }],
    ['a text', { pid: 'abc' }, { pid: "type check ('integer') failed - got 'abc'" }],
    ['a fraction', { pid: '1.5' }, { pid: "type check ('integer') failed - got '1.5'" }],
    ['more', { pid: 1, wait: 1 }, { wait: UNKNOWN }],
  ])('refuses %s', async (_, params, errors) => {
    const { vm, get } = await hostOf()
    expectBadParameters(await get('exec-status', params as Record<string, string>), errors)
    expect(vm.calls()).toEqual([])
  })

  test('has a text of its own where nothing comes back', async () => {
    const { get } = await withFaults({ on: 'guest-exec-status', return: null })
    expectFailure(await get('exec-status', { pid: 7 }), "Agent error: can't get exec status for '7'")
  })

  test('gives any bytes back', async () => {
    const host = await hostOf()
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async bytes => {
        const input = Buffer.from(bytes).toString('latin1')
        const answer = await run(host, { command: 'cat', 'input-data': input })
        expect(answer.body.data['out-data'] ?? '').toBe(input)
      }),
      { numRuns: 30 },
    )
  })
})
