/** guest-fsfreeze-freeze, -freeze-list, -status and -thaw: they share one service, and so one test. */
import { describe, expect, test } from 'vitest'
import { fails, returns, type Talk, talk } from '../talk.js'
import { askFor, C, RECOVERY, talkToWindows, VERSIONS, WINDOWS } from './windows-host.js'

const TOO_LATE = "couldn't hold writes: fsfreeze is limited up to 10 seconds: "
const status = (host: Awaited<ReturnType<typeof talk>>) => host.ask('guest-fsfreeze-status')

describe.each(VERSIONS)('%s', version => {
  test('freezes all fixed volumes, those without a path too, in two seconds', async () => {
    const host = await talkToWindows(version)
    expect(await askFor(host, '2s', 'guest-fsfreeze-freeze')).toBe(returns('3'))
    expect(await status(host)).toBe(returns('"frozen"'))
    host.vm.advance('9999ms')
    expect(await host.ask('guest-fsfreeze-thaw')).toBe(returns('3'))
    expect(await status(host)).toBe(returns('"thawed"'))
    expect(await host.ask('guest-fsfreeze-thaw')).toBe(returns('0'))
  })

  test('does not notice that VSS lets go, fails to thaw then, and is thawed', async () => {
    const host = await talkToWindows(version)
    await askFor(host, '2s', 'guest-fsfreeze-freeze')
    host.vm.advance('10s')
    expect(host.vm.guest.windows?.vss.held).toEqual([])
    expect(await status(host)).toBe(returns('"frozen"'))
    const code = version === '10.2.0' || version === '11.1.0' ? 'Windows error 0x80042314: ' : ''
    expect(await host.ask('guest-fsfreeze-thaw')).toBe(fails(TOO_LATE + code))
    expect(await status(host)).toBe(returns('"thawed"'))
    expect(await host.ask('guest-fsfreeze-thaw')).toBe(returns('0'))
  })
})

test('the virtio-win agent 108.0.2 and 109.1.0 word a command that is disabled by the freeze each in its way', async () => {
  const older = await talkToWindows('108.0.2')
  await askFor(older, '2s', 'guest-fsfreeze-freeze')
  expect(await older.ask('guest-fsfreeze-freeze')).toBe(
    fails('Command guest-fsfreeze-freeze has been disabled: the agent is in frozen state', 'CommandNotFound'),
  )
  const newer = await talkToWindows('109.1.0')
  await askFor(newer, '2s', 'guest-fsfreeze-freeze')
  expect(await newer.ask('guest-fsfreeze-freeze')).toBe(
    fails('Command guest-fsfreeze-freeze has been disabled: the command is not allowed', 'CommandNotFound'),
  )
})

describe('a list', () => {
  test.each([
    [['C:\\'], '1'],
    [['c:\\', RECOVERY], '2'],
    [[C, 'C:\\mnt\\data\\'], '2'],
    [[], '3'],
  ])('of %j freezes %s', async (mountpoints, count) => {
    const host = await talkToWindows('109.1.0')
    expect(await askFor(host, '2s', 'guest-fsfreeze-freeze-list', { mountpoints })).toBe(returns(count))
    expect(await host.ask('guest-fsfreeze-thaw')).toBe(returns(count))
  })

  test.each([
    ['9.2.0', 'D:', 'failed to add D: to snapshot set: '],
    ['10.2.0', 'D:', 'failed to add D: to snapshot set: Windows error 0x8004230e: '],
    ['10.2.0', 'Q:\\', 'failed to add Q:\\\\ to snapshot set: Windows error 0x80042308: '],
    ['10.2.0', 'D:\\', 'failed to add D:\\\\ to snapshot set: Windows error 0x8004230c: '],
    ['9.2.0', '/', 'failed to add / to snapshot set: '],
  ])('with what is no fixed volume is an error: %s, %s', async (version, mountpoint, text) => {
    const host = await talkToWindows(version)
    expect(await host.ask('guest-fsfreeze-freeze-list', { mountpoints: ['C:\\', mountpoint] })).toBe(fails(text))
    expect(await status(host)).toBe(returns('"thawed"'))
    expect(host.vm.guest.windows?.vss.held).toEqual([])
  })

  test('is nothing that 2.11 knows how to freeze', async () => {
    const host = await talkToWindows('2.11.0')
    expect(await host.ask('guest-fsfreeze-freeze-list')).toBe(
      fails('The command guest-fsfreeze-freeze-list has been disabled for this instance'),
    )
  })
})

describe('a freeze fails', () => {
  test.each([
    ['9.2.0', 'failed to start snapshot set: '],
    ['11.1.0', 'failed to start snapshot set: Windows error 0x80042316: '],
  ])('in %s when another snapshot is being made', async (version, text) => {
    const error = { step: 'start snapshot set', code: '0x80042316' } as const
    const host = await talkToWindows(version, { windows: { vss: { error } } })
    expect(await host.ask('guest-fsfreeze-freeze')).toBe(fails(text))
    expect(await status(host)).toBe(returns('"thawed"'))
  })

  test('at the snapshot itself, when that has taken its time', async () => {
    const error = { step: 'do snapshot set', code: '0x80042313' } as const
    const host = await talkToWindows('10.2.0', { windows: { vss: { error, freezeTakes: '8s' } } })
    expect(await askFor(host, '8s', 'guest-fsfreeze-freeze')).toBe(
      fails('failed to do snapshot set: Windows error 0x80042313: '),
    )
  })

  test('because of one volume', async () => {
    const [system = {}, recovery = {}] = WINDOWS.volumes ?? []
    const volumes = [system, { ...recovery, vssError: '0x8004230C' }]
    const host = await talkToWindows('9.1.0', { scenario: { volumes } })
    expect(await host.ask('guest-fsfreeze-freeze')).toBe(
      fails(`failed to add ${RECOVERY.replaceAll('\\', '\\\\')} to snapshot set: `),
    )
    expect(await askFor(host, '2s', 'guest-fsfreeze-freeze-list', { mountpoints: ['C:\\'] })).toBe(returns('1'))
  })

  test.each([
    ['5.2.0', '10s', ''],
    ['7.2.0', '60s', ''],
    ['10.2.0', '60s', 'Windows error 0x80004005: '],
  ])('in %s when it takes longer than %s', async (version, limit, code) => {
    const host = await talkToWindows(version, { windows: { vss: { freezeTakes: '2m' } } })
    expect(await askFor(host, limit, 'guest-fsfreeze-freeze')).toBe(
      fails(`timeout when try to receive Frozen event from VSS provider: ${code}Unspecified error`),
    )
    expect(await status(host)).toBe(returns('"thawed"'))
  })
})

test('without VSS the commands are disabled, later they fail', async () => {
  const change = { windows: { vss: { available: false } } }
  const older = await talkToWindows('7.2.0', change)
  const newer = await talkToWindows('11.1.0', change)
  for (const name of ['status', 'freeze', 'thaw'].map(it => `guest-fsfreeze-${it}`)) {
    expect(await older.ask(name)).toBe(fails(`Command ${name} has been disabled`, 'CommandNotFound'))
    expect(await newer.ask(name)).toBe(fails('fsfreeze not possible as VSS failed to initialize'))
  }
  expect(await older.ask('guest-fsfreeze-freeze-list')).toBe(
    fails('this feature or command is not currently supported'),
  )
  expect(await newer.ask('guest-fsfreeze-freeze-list')).toBe(fails('fsfreeze not possible as VSS failed to initialize'))
})

test('who stops the agent thaws the guest, and no agent starts frozen', async () => {
  const host = await talkToWindows('109.1.0')
  await askFor(host, '2s', 'guest-fsfreeze-freeze')
  expect(host.vm.guest.windows?.vss.held).toHaveLength(3)
  host.vm.do({ agent: 'crash' })
  expect(host.vm.guest.windows?.vss.held).toEqual([])
  expect(host.vm.guest.files.exists('C:\\ProgramData\\qemu-ga\\qga.state.isfrozen')).toBe(true)
  host.vm.do({ agent: 'start' })
  expect(await status(host)).toBe(returns('"thawed"'))
  expect(await host.ask('guest-fsfreeze-thaw')).toBe(returns('0'))
})

test('a flag that another agent has left is not read', async () => {
  const files = { 'C:\\ProgramData\\qemu-ga\\qga.state.isfrozen': '' }
  const host = await talkToWindows('109.1.0', { scenario: { files } })
  expect(await status(host)).toBe(returns('"thawed"'))
})

test('a snapshot of a frozen guest is let go when its 10 s are over', async () => {
  const host = await talkToWindows('109.1.0')
  await askFor(host, '2s', 'guest-fsfreeze-freeze')
  host.vm.advance('4s')
  const snapshot = host.vm.snapshot()
  host.vm.advance('1m')
  host.vm.restore(snapshot)
  expect(host.vm.guest.windows?.vss.held).toHaveLength(3)
  host.vm.advance('5999ms')
  expect(host.vm.guest.windows?.vss.held).toHaveLength(3)
  host.vm.advance('1ms')
  expect(host.vm.guest.windows?.vss.held).toEqual([])
  expect(await host.ask('guest-fsfreeze-thaw')).toBe(fails(TOO_LATE))
})

test('a clock that moves by itself waits for the freeze, and not for its end', async () => {
  const host = await talk({ scenario: { ...WINDOWS, clock: { mode: 'auto' } }, agent: { version: '109.1.0' } })
  expect(await host.ask('guest-fsfreeze-freeze')).toBe(returns('3'))
  expect(host.vm.guest.clock.monotonic()).toBe(2_000_000_000n)
  expect(await host.ask('guest-fsfreeze-thaw')).toBe(returns('3'))
})

test('while the VM is paused VSS holds on', async () => {
  const host = await talkToWindows('109.1.0')
  await askFor(host, '2s', 'guest-fsfreeze-freeze')
  host.vm.pause()
  host.vm.advance('1h')
  host.vm.resume()
  expect(await host.ask('guest-fsfreeze-thaw')).toBe(returns('3'))
})

test('what happens behind the back of the agent comes out at the thaw', async () => {
  const host = await talkToWindows('109.1.0')
  await askFor(host, '2s', 'guest-fsfreeze-freeze')
  host.vm.do({ filesystems: 'thaw' })
  expect(await host.ask('guest-fsfreeze-thaw')).toBe(fails(TOO_LATE))
})

describe('another program that uses VSS', () => {
  const held = (host: Talk) => host.vm.guest.windows?.vss.held.length

  test('holds what the agent neither counts nor releases', async () => {
    const host = await talkToWindows('109.1.0')
    host.vm.do({ filesystems: 'freeze' })
    expect(held(host)).toBe(3)
    expect(await status(host)).toBe(returns('"thawed"'))
    expect(await host.ask('guest-fsfreeze-thaw')).toBe(returns('0'))
    expect(held(host)).toBe(3)
    host.vm.do({ agent: 'restart' })
    expect(held(host)).toBe(3)
    host.vm.advance('10s')
    expect(held(host)).toBe(0)
    expect(await host.ask('guest-fsfreeze-thaw')).toBe(returns('0'))
  })

  test.each([
    ['9.2.0', 'failed to start snapshot set: '],
    ['10.2.0', 'failed to start snapshot set: Windows error 0x80042316: '],
  ])('keeps the agent %s from freezing as long as it holds', async (version, text) => {
    const host = await talkToWindows(version)
    host.vm.do({ filesystems: 'freeze' })
    expect(await host.ask('guest-fsfreeze-freeze')).toBe(fails(text))
    expect(await status(host)).toBe(returns('"thawed"'))
    expect(held(host)).toBe(3)
    host.vm.do({ filesystems: 'thaw' })
    expect(held(host)).toBe(0)
    expect(await askFor(host, '2s', 'guest-fsfreeze-freeze')).toBe(returns('3'))
  })

  test('gets nowhere while the agent freezes, and when it has', async () => {
    const host = await talkToWindows('109.1.0')
    expect(await host.ask('guest-fsfreeze-freeze')).toBe('')
    host.vm.do({ filesystems: 'freeze' })
    expect(held(host)).toBe(0)
    host.vm.advance('2s')
    expect(await host.more()).toBe(`${returns('3')}\n`)
    host.vm.do({ filesystems: 'freeze' })
    expect(held(host)).toBe(3)
    expect(await host.ask('guest-fsfreeze-thaw')).toBe(returns('3'))
    expect(held(host)).toBe(0)
  })

  test('may begin when VSS has let go of what the agent froze', async () => {
    const host = await talkToWindows('109.1.0')
    await askFor(host, '2s', 'guest-fsfreeze-freeze')
    host.vm.advance('10s')
    host.vm.do({ filesystems: 'freeze' })
    expect(held(host)).toBe(3)
    expect(await host.ask('guest-fsfreeze-thaw')).toBe(fails(TOO_LATE))
    expect(held(host)).toBe(3)
  })

  test('holds on in a snapshot', async () => {
    const host = await talkToWindows('109.1.0')
    host.vm.do({ filesystems: 'freeze' })
    const snapshot = host.vm.snapshot()
    host.vm.advance('10s')
    host.vm.restore(snapshot)
    expect(held(host)).toBe(3)
    expect(await host.ask('guest-fsfreeze-thaw')).toBe(returns('0'))
  })
})

describe('an orderly end', () => {
  const FLAG = 'C:\\ProgramData\\qemu-ga\\qga.state.isfrozen'

  test.each([{ agent: 'stop' }, { agent: 'restart' }] as const)('by %j leaves no flag of a freeze', async action => {
    const host = await talkToWindows('109.1.0')
    await askFor(host, '2s', 'guest-fsfreeze-freeze')
    expect(host.vm.guest.files.exists(FLAG)).toBe(true)
    host.vm.do(action)
    expect(host.vm.guest.files.exists(FLAG)).toBe(false)
    expect(host.vm.guest.windows?.vss.held).toEqual([])
  })

  test('leaves none when the guest shuts down either, and the power that is cut does', async () => {
    for (const [vm, isLeft] of [
      ['reset', true],
      ['off', true],
    ] as const) {
      const host = await talkToWindows('109.1.0')
      await askFor(host, '2s', 'guest-fsfreeze-freeze')
      host.vm.do({ vm })
      expect(host.vm.guest.files.exists(FLAG)).toBe(isLeft)
    }
    const host = await talkToWindows('109.1.0')
    await askFor(host, '2s', 'guest-fsfreeze-freeze')
    host.vm.guest.power.request('off')
    host.vm.do({ note: 'the button was pressed' })
    expect(host.vm.guest.files.exists(FLAG)).toBe(false)
  })
})
