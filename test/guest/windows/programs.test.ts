import { describe, expect, test } from 'vitest'
import { createVm, type Vm } from '../../../src/index.js'
import { WINDOWS } from '../../commands/windows/windows-host.js'

async function run(argv: readonly string[], change: (vm: Vm) => void = () => {}, scenario = WINDOWS) {
  await using vm = await createVm({ scenario, agent: { version: '109.1.0' } })
  change(vm)
  const [path = '', ...arg] = argv
  const { pid } = await vm.call('guest-exec', { path, arg, 'capture-output': true })
  vm.advance('1m')
  const status = await vm.call('guest-exec-status', { pid })
  const text = (data = '') => Buffer.from(data, 'base64').toString('utf8')
  const { exitcode, 'out-data': out, 'err-data': err } = status
  return { exitcode, out: text(out), err: text(err), power: vm.guest.power.requested ?? vm.guest.power.state }
}

const silent = { exitcode: 0n, out: '', err: '', power: 'running' }
const notSimulated = (what: string) => ({
  ...{ ...silent, exitcode: 1n },
  err: `mockvm: ${what}; add the command line to the scenario's programs\r\n`,
})

describe('hostname.exe', () => {
  test('tells the name as it is spelt', async () => {
    expect(await run(['hostname'])).toEqual({ ...silent, out: 'win-db1\r\n' })
  })

  test('tells the label of the host alone', async () => {
    const scenario = { ...WINDOWS, hostname: 'a-rather-long-name.example.com' }
    expect(await run(['hostname'], () => {}, scenario)).toEqual({ ...silent, out: 'a-rather-long-name\r\n' })
  })

  test('does not set it', async () => {
    expect(await run(['hostname', 'x'])).toEqual({
      ...{ ...silent, exitcode: 1n },
      err: 'sethostname: Use the Network Control Panel Applet to set hostname.\r\n',
    })
  })
})

test('whoami.exe tells who the agent is, and nothing more', async () => {
  expect(await run(['whoami'])).toEqual({ ...silent, out: 'nt authority\\system\r\n' })
  expect(await run(['whoami', '/priv'])).toEqual(notSimulated('only whoami without options is simulated'))
})

describe('shutdown.exe', () => {
  test('that waits is not simulated, and neither is one that only asks', async () => {
    const waits = notSimulated('of shutdown.exe only /p and /t 0 are simulated, which do not wait')
    expect(await run(['shutdown', '/s'])).toEqual(waits)
    expect(await run(['shutdown', '/r', '/t', '60'])).toEqual(waits)
    expect(await run(['shutdown', '/i'])).toEqual(
      notSimulated('only /s, /sg, /p, /r, /g and /a of shutdown.exe are simulated'),
    )
  })

  test('has nothing to abort', async () => {
    expect(await run(['shutdown', '-a'])).toEqual({
      ...{ ...silent, exitcode: 1116n },
      err: 'Unable to abort the system shutdown because no shutdown was in progress.(1116)\r\n',
    })
  })

  test.each([
    ['/s', 'off'],
    ['-R', 'rebooting'],
  ])('%s at once', async (option, state) => {
    await using vm = await createVm({ scenario: WINDOWS, agent: { version: '109.1.0' } })
    const states: string[] = []
    vm.guest.onChange(change => change.what === 'power' && states.push(change.to))
    await vm.call('guest-exec', { path: 'shutdown.exe', arg: [option, '/f', '/t', '0'] })
    expect(states[0]).toBe(state)
  })
})

describe('w32tm.exe', () => {
  test('tells the service to put the clock right', async () => {
    const result = await run(['w32tm', '/resync', '/nowait'])
    expect(result.out).toBe('Sending resync command to local computer\r\nThe command completed successfully.\r\n')
    expect(await run(['w32tm', '/query', '/status'])).toEqual(notSimulated('only w32tm /resync is simulated'))
  })

  test('fails without the service, with an exit code of 32 bits', async () => {
    const os = { family: 'windows', windows: { timeService: { running: false } } } as const
    expect(await run(['w32tm', '/resync'], undefined, { ...WINDOWS, os })).toEqual({
      ...{ ...silent, exitcode: -2147023834n },
      out: 'The following error occurred: The service has not been started. (0x80070426)\r\n',
    })
  })
})

describe('defrag.exe', () => {
  test('tells the disk what is free', async () => {
    await using vm = await createVm({ scenario: WINDOWS, agent: { version: '109.1.0' } })
    const trims: string[] = []
    vm.guest.onChange(change => change.what === 'trim' && trims.push(`${change.mount} ${change.bytes}`))
    await vm.call('guest-exec', { path: 'defrag', arg: ['c:', '/L'] })
    await vm.call('guest-exec', { path: 'defrag', arg: ['/l', 'C:\\mnt\\data'] })
    expect(trims).toEqual([`C:\\ ${26n * (1n << 30n) - 76n * 4096n}`, `C:\\mnt\\data\\ ${1n << 30n}`])
  })

  test('prints what it does', async () => {
    expect((await run(['defrag', 'C:', '/L'])).out).toBe(
      'Microsoft Drive Optimizer\r\nCopyright (c) Microsoft Corp.\r\n\r\nInvoking retrim on System (C:)...\r\n\r\n' +
        'The operation completed successfully.\r\n',
    )
  })

  test('knows no other volume, and nothing else', async () => {
    expect(await run(['defrag', 'Q:', '/L'])).toEqual({
      ...{ ...silent, exitcode: -1996488703n },
      out:
        'Microsoft Drive Optimizer\r\nCopyright (c) Microsoft Corp.\r\n\r\n' +
        'The volume path name is invalid, or the volume does not exist. (0x89000001)\r\n',
    })
    expect(await run(['defrag', 'C:', '/A'])).toEqual(notSimulated('only defrag /L VOLUME is simulated'))
  })
})
