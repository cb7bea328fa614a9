import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { run } from '../../src/cli/run.js'
import { answer } from '../../src/control/answer.js'
import { FakeTerminal, runToEnd } from '../cli/fake-terminal.js'
import { talk } from '../commands/talk.js'

describe('a line of the control socket', () => {
  const rule = { name: 'slow', on: ['guest-ping'] }

  test('adds fault rules, and tells how they are doing', async () => {
    const host = await talk()
    expect(
      answer(host.vm, '{"faults": {"add": {"name": "slow", "on": "guest-ping", "delay": "1s", "times": 2}}}'),
    ).toBe('{"ok":true}')
    await host.ask('guest-ping')
    expect(JSON.parse(answer(host.vm, 'rules'))).toEqual({ ok: [{ ...rule, matched: 1, fired: 1, remaining: 1 }] })
    expect(JSON.parse(answer(host.vm, 'report'))).toEqual({
      ok: 'rule  on          matched  fired  remaining\nslow  guest-ping  1        1      1\n',
    })
  })

  test('moves a clock of mode manual', async () => {
    const host = await talk()
    const before = host.vm.guest.clock.now()
    expect(answer(host.vm, 'advance: 1h')).toBe('{"ok":true}')
    expect(host.vm.guest.clock.now() - before).toBe(3_600_000_000_000n)
  })

  test('does what an action says, or a list of them', async () => {
    const host = await talk()
    expect(answer(host.vm, 'vm: pause')).toBe('{"ok":true}')
    expect(JSON.parse(answer(host.vm, 'status'))).toEqual({
      ok: {
        scenario: 'default',
        time: '1767225600000000000',
        status: 'paused',
        power: 'running',
        paused: true,
        agent: 'paused',
        frozen: false,
      },
    })
    expect(answer(host.vm, '[{ agent: crash }, { wait: 5s }, { agent: start }]')).toBe('{"ok":true}')
    expect(host.vm.agent.state).toBe('stopped')
    host.vm.advance('5s')
    // Nothing starts in a VM that stands still.
    expect(host.vm.agent.state).toBe('stopped')
    expect(answer(host.vm, 'vm: resume')).toBe('{"ok":true}')
    expect(host.vm.agent.state).toBe('running')
  })

  test.each([
    [
      'nonsense',
      'control  expected report, rules, status, "advance: 30s", or an action such as "vm: pause", got "nonsense".',
    ],
    ['~', 'control  expected report, rules, status, "advance: 30s", or an action such as "vm: pause", got null.'],
    ['{ advance: 1s, vm: off }', 'control  expected advance alone, got advance and vm.'],
    ['advance: [1]', 'advance: expected nanoseconds or a text like "30s" or "1h30m", got a list'],
    ['advance: .inf', 'advance: expected nanoseconds or a text like "30s" or "1h30m", got Infinity'],
    ['[]', 'action  expected an action such as { agent: restart }, or a list of them, got an empty list.'],
    ['faults: { add: [] }', 'action  faults.add: expected a fault rule, or a list of them, got an empty list.'],
    [
      'faults: { add: { on: guest-ping, return: .nan } }',
      'action  faults.add.return: expected a value that JSON can hold, got NaN.',
    ],
    ['faults: { release: slow }', 'fault rule: expected the name of a rule (there are none), got "slow"'],
    [
      'vm: sleep',
      'action  vm: expected one of pause, resume, powerdown, reset, off, quit, signal, suspend, hibernate, wakeup, panic, got "sleep". Did you mean "suspend"?',
    ],
    [
      'vm: shutdown',
      'action  vm: expected one of pause, resume, powerdown, reset, off, quit, signal, suspend, hibernate, wakeup, panic, got "shutdown". Did you mean "powerdown"?',
    ],
    [
      'vm: resum',
      'action  vm: expected one of pause, resume, powerdown, reset, off, quit, signal, suspend, hibernate, wakeup, panic, got "resum". Did you mean "resume"?',
    ],
    [
      'faults: { add: { on: query-status, delay: 3s } }',
      'action  faults.add.on: expected the name of a command, or a pattern with *, got "query-status". Rules are for the agent\'s commands; QEMU\'s monitor takes none.',
    ],
    ['advance: soon', 'advance: expected nanoseconds or a text like "30s" or "1h30m", got "soon"'],
    ['faults: { remove: slow }', 'fault rule: expected the name of a rule (there are none), got "slow"'],
    [
      'addresses: { eth7: [10.0.0.1/8] }',
      'action  addresses.eth7: expected an interface of the guest: lo, eth0, got "eth7". Did you mean "eth0"?',
    ],
  ])('that is wrong is told why, and does nothing: %s', async (line, error) => {
    const host = await talk()
    expect(JSON.parse(answer(host.vm, line))).toEqual({ error })
    expect(host.vm.guest.power.state).toBe('running')
    expect(host.vm.guest.clock.monotonic()).toBe(0n)
  })
})

describe('mockvm serve --control', () => {
  let directory: string
  let terminal: FakeTerminal

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'mockvm-test-'))
    terminal = new FakeTerminal()
  })

  afterEach(() => rmSync(directory, { recursive: true }))

  async function serve(...args: string[]) {
    const [socket, control] = [join(directory, 'agent.sock'), join(directory, 'control.sock')]
    const end = run(['serve', '--socket', socket, '--control', control, '--clock', 'manual', ...args], terminal)
    await terminal.printed(/Listening on/)
    return {
      control,
      socket,
      stop: async () => {
        terminal.signal('SIGINT')
        return end
      },
    }
  }

  test('takes what mockvm do says', async () => {
    const { control, stop } = await serve('--fault', 'name: slow, on: guest-ping, delay: 1s')
    expect(await runToEnd('do', control, 'report')).toEqual({
      status: 0,
      out: 'rule  on          matched  fired  remaining\nslow  guest-ping  0        0      any\n',
      err: '',
    })
    expect(await runToEnd('do', control, 'vm:', 'pause')).toEqual({ status: 0, out: '', err: '' })
    await terminal.printed(/VM paused/)
    expect(await runToEnd('do', control, 'vm:', 'fly')).toEqual({
      status: 1,
      out: '',
      err: 'action  vm: expected one of pause, resume, powerdown, reset, off, quit, signal, suspend, hibernate, wakeup, panic, got "fly".\n',
    })
    expect(await stop()).toBe(0)
    expect(existsSync(control)).toBe(false)
  })

  test('serves several at a time, and goes on when one leaves in the middle of a line', async () => {
    const { control, stop } = await serve()
    const [first, second] = [connect(control), connect(control)]
    first.write('stat')
    second.write('status\nrules\n')
    const lines: string[] = []
    for await (const line of createInterface({ input: second })) {
      lines.push(line)
      if (lines.length === 2) second.end()
    }
    expect(lines[1]).toBe('{"ok":[]}')
    first.destroy()
    expect((await runToEnd('do', control, 'status')).status).toBe(0)
    await stop()
  })

  test('a rule that is none is refused before anything is served', async () => {
    expect(await runToEnd('serve', '--fault', 'on: guest-pong, delay: 1s')).toMatchObject({
      status: 1,
      err: 'fault rule  on: expected the name of a command, or a pattern with *, got "guest-pong". Did you mean "guest-ping"?\n',
    })
  })

  test('the socket of the agent is no control socket', async () => {
    const { socket, stop } = await serve()
    expect(await runToEnd('do', socket, 'status')).toEqual({
      status: 1,
      out: '',
      err: `${socket} is no control socket, perhaps that of an agent. Give the path of mockvm serve --control PATH.\n`,
    })
    await stop()
  })

  test('nothing to do is refused', async () => {
    expect(await runToEnd('do', join(directory, 'control.sock'), ' ')).toEqual({
      status: 2,
      out: '',
      err: 'do: expected an action such as "vm: pause", or report, rules, status; got nothing\n',
    })
  })

  test('without a server mockvm do says so', async () => {
    const path = join(directory, 'none.sock')
    expect(await runToEnd('do', path, 'report')).toEqual({
      status: 1,
      out: '',
      err: `cannot connect to ${path}: No such file or directory. Give the path of mockvm serve --control PATH.\n`,
    })
  })
})
