import { describe, expect, test } from 'vitest'
import { OTHER_PROGRAMS } from '../../../src/guest/windows/programs/others.js'
import { createVm } from '../../../src/index.js'
import { WINDOWS } from '../../commands/windows/windows-host.js'
import { runInGuest, runLine, runScript } from './run-in-guest.js'

const printed = (out: string) => ({ code: 0n, out, err: '' })
const notSimulated = (what: string) => ({
  ...{ code: 1n, out: '' },
  err: `mockvm: ${what}; add the command line to the scenario's programs\n`,
})

describe('the environment', () => {
  test('is that of a service', async () => {
    const line = 'echo %COMPUTERNAME% %USERNAME% %PROCESSOR_ARCHITECTURE% %NUMBER_OF_PROCESSORS% %PUBLIC%'
    expect(await runLine(line)).toEqual(printed('WIN-DB1 WIN-DB1$ AMD64 1 C:\\Users\\Public\n'))
    expect(
      await runInGuest([
        'powershell',
        '-c',
        '$env:USERNAME; [Environment]::GetEnvironmentVariable("ProgramFiles(x86)")',
      ]),
    ).toEqual(printed('WIN-DB1$\nC:\\Program Files (x86)\n'))
  })

  test('lists all', async () => {
    const { out } = await runLine('set')
    expect(out.split('\n').map(line => line.replace(/=.*$/, ''))).toEqual([
      ...['ALLUSERSPROFILE', 'APPDATA', 'CommonProgramFiles', 'CommonProgramFiles(x86)', 'CommonProgramW6432'],
      ...['COMPUTERNAME', 'ComSpec', 'DriverData', 'LOCALAPPDATA', 'NUMBER_OF_PROCESSORS', 'OS', 'Path', 'PATHEXT'],
      ...['PROCESSOR_ARCHITECTURE', 'ProgramData', 'ProgramFiles', 'ProgramFiles(x86)', 'ProgramW6432', 'PROMPT'],
      ...[
        'PSModulePath',
        'PUBLIC',
        'SystemDrive',
        'SystemRoot',
        'TEMP',
        'TMP',
        'USERDOMAIN',
        'USERNAME',
        'USERPROFILE',
      ],
      ...['windir', ''],
    ])
  })

  test('is what the agent was given where that says otherwise', async () => {
    await using vm = await createVm({
      scenario: { ...WINDOWS, agent: { version: '109.1.0', env: { Username: 'svc' } } },
    })
    const { pid } = await vm.call('guest-exec', { path: 'cmd', arg: ['/c', 'echo %USERNAME%'], 'capture-output': true })
    const { 'out-data': out = '' } = await vm.call('guest-exec-status', { pid })
    expect(Buffer.from(out, 'base64').toString()).toBe('svc\r\n')
  })
})

describe('net.exe', () => {
  test('starts and stops services', async () => {
    const done = 'The Print Spooler service is stopping.\nThe Print Spooler service was stopped successfully.\n\n'
    expect(await runInGuest(['net', 'stop', 'spooler'])).toEqual(printed(done))
    expect(await runScript('net stop Spooler >nul\nnet stop "Print Spooler"')).toEqual({
      ...{ code: 2n, out: '' },
      err: 'The Print Spooler service is not started.\n\nMore help is available by typing NET HELPMSG 3521.\n\n',
    })
    expect((await runInGuest(['net', 'start', 'nope'])).err).toBe(
      'The service name is invalid.\n\nMore help is available by typing NET HELPMSG 2185.\n\n',
    )
    expect((await runInGuest(['net', 'start'])).out).toContain('   Windows Event Log\n')
  })

  test('lists accounts', async () => {
    const { out } = await runInGuest(['net', 'user'])
    expect(out).toMatch(/^\nUser accounts for \\\\WIN-DB1\n\n-{79}\nAdministrator {12}/)
    expect((await runInGuest(['net', 'localgroup', 'Administrators'])).out).toContain('\nAdministrator\n')
    expect((await runInGuest(['net', 'share'])).err).toMatch(/^mockvm: only net start \[SERVICE\], .* are simulated/)
  })
})

describe('sc.exe', () => {
  test('starts and stops services', async () => {
    const { out } = await runScript('sc stop Spooler\nsc query Spooler\nsc start Spooler')
    expect(out.match(/STATE .*/g)).toEqual([
      'STATE              : 3  STOP_PENDING ',
      'STATE              : 1  STOPPED ',
      'STATE              : 2  START_PENDING ',
    ])
  })

  test.each([
    [
      'query',
      'nope',
      'EnumQueryServicesStatus:OpenService',
      1060n,
      'The specified service does not exist as an installed service.',
    ],
    ['start', 'Spooler', 'StartService', 1056n, 'An instance of the service is already running.'],
    ['stop', 'VSS', 'ControlService', 1062n, 'The service has not been started.'],
  ])('%s %s fails', async (command, name, where, code, text) => {
    const out = `[SC] ${where} FAILED ${code}:\n\n${text}\n\n`
    expect(await runInGuest(['sc', command, name])).toEqual({ code, out, err: '' })
  })

  test('what was stopped is as before after a restore and after a boot', async () => {
    await using vm = await createVm({ scenario: WINDOWS, agent: { version: '109.1.0' } })
    const before = vm.snapshot()
    await vm.call('guest-exec', { path: 'net', arg: ['stop', 'W32Time'] })
    expect(vm.guest.windows?.timeService.isRunning).toBe(false)
    const stopped = vm.snapshot()
    vm.restore(before)
    expect(vm.guest.windows?.timeService.isRunning).toBe(true)
    vm.restore(stopped)
    expect(vm.guest.windows?.timeService.isRunning).toBe(false)
    vm.do({ vm: 'reset' })
    expect(vm.guest.windows?.timeService.isRunning).toBe(true)
  })
})

test('vssadmin.exe lists the writers and no shadows', async () => {
  const { out } = await runInGuest(['vssadmin', 'list', 'writers'])
  expect(out.match(/Writer name: .*/g)).toHaveLength(9)
  expect(out).toContain(
    "Writer name: 'Task Scheduler Writer'\n   Writer Id: {d61d61c8-d73a-4eee-8cdd-f6f9786b7124}\n" +
      '   Writer Instance Id: {1bddd48e-5052-49db-9b07-b96f96727e6b}\n   State: [1] Stable\n   Last error: No error\n\n',
  )
  expect(await runInGuest(['vssadmin', 'list', 'shadows'])).toEqual({
    ...{ code: 1n, err: '' },
    out:
      'vssadmin 1.1 - Volume Shadow Copy Service administrative command-line tool\n' +
      '(C) Copyright 2001-2013 Microsoft Corp.\n\nNo items found that satisfy the query.\n\n',
  })
})

test('reg.exe knows which Windows it is', async () => {
  const key = 'HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion'
  expect(await runInGuest(['reg', 'query', key, '/v', 'productname'])).toEqual(
    printed(
      `\n${key.replace('HKLM', 'HKEY_LOCAL_MACHINE')}\n    ProductName    REG_SZ    Windows Server 2022 Standard\n\n`,
    ),
  )
  expect((await runInGuest(['reg', 'add', key])).err).toMatch(/^mockvm: only reg query /)
})

test('systeminfo.exe tells what the guest knows', async () => {
  const { out } = await runInGuest(['systeminfo'])
  expect(out).toContain(
    '\nHost Name:                 WIN-DB1\nOS Name:                   Microsoft Windows Server 2022 Standard\n',
  )
})

test('what is not played says so', async () => {
  expect(await runLine('schtasks /query')).toEqual(notSimulated('schtasks.exe is not simulated'))
  expect(await runInGuest(['wmic', 'os', 'get', 'Caption'])).toEqual({
    ...{ code: undefined, out: '', err: '' },
    ...notSimulated('wmic.exe is not simulated'),
  })
  expect(new Set(OTHER_PROGRAMS).size).toBe(OTHER_PROGRAMS.length)
})
