import { describe, expect, test } from 'vitest'
import { createVm } from '../../../../src/index.js'
import { WINDOWS } from '../../../commands/windows/windows-host.js'
import { runInGuest } from '../run-in-guest.js'

const printed = (out: string) => ({ code: 0n, out, err: '' })
const refused = (what: string, line = 1, match = `powershell.exe -c ${what}`) => ({
  ...{ code: 1n, out: '' },
  err:
    `mockvm: powershell.exe doesn't do this, in line ${line}: ${what}\n` +
    "The guest runs a part of PowerShell only. Say what the command line prints in the scenario's programs:\n" +
    `  programs: [{ match: ${JSON.stringify(match)}, stdout: "...\\r\\n", exitCode: 0 }]\n`,
})

describe('powershell.exe', () => {
  test.each([
    ['hostname', 'win-db1\n'],
    ['$env:COMPUTERNAME', 'WIN-DB1\n'],
    ['"on $env:OS"', 'on Windows_NT\n'],
    ["'it''s'; 42", "it's\n42\n"],
    ['Get-Date', '\nMonday, March 2, 2026 12:00:00 PM\n\n\n'],
    ["Get-Date -Format 'yyyy-MM-dd HH:mm:ss'", '2026-03-02 12:00:00\n'],
    ['Get-Date -Format o', '2026-03-02T12:00:00.0000000+00:00\n'],
    ['Get-Date -UFormat %s', '1772452800.00000\n'],
    ['(Get-Service QEMU-GA).Status', 'Running\n'],
    ['Get-Service W32Time | Select-Object -ExpandProperty Status', 'Running\n'],
    ['Set-Content C:\\a.txt one; Add-Content C:\\a.txt two; Get-Content C:\\a.txt', 'one\ntwo\n'],
    ['Test-Path C:\\Windows; Test-Path C:\\Nope', 'True\nFalse\n'],
    ['Get-ChildItem C:\\Users -Name', 'Administrator\nPublic\n'],
    ['Write-Host a b; Write-Output c d', 'a b\nc\nd\n'],
    ['$PSVersionTable.PSVersion.ToString()', '5.1.20348.1\n'],
    ['[System.Environment]::OSVersion.VersionString', 'Microsoft Windows NT 10.0.20348.0\n'],
    ['Start-Sleep -Seconds 5; Get-Date -Format ss', '05\n'],
  ])('%s', async (command, out) => {
    expect(await runInGuest(['powershell.exe', '-NoProfile', '-NonInteractive', '-Command', command])).toEqual(
      printed(out),
    )
  })

  test('takes commands in base64, from a file and from standard input', async () => {
    const encoded = Buffer.from('Write-Output héllo', 'utf16le').toString('base64')
    expect(await runInGuest(['powershell', '-nop', '-ep', 'Bypass', '-enc', encoded])).toEqual(printed('héllo\n'))
    const files = { 'C:\\x.ps1': '# a comment\nWrite-Output a\nexit 4\n' }
    expect(await runInGuest(['powershell', '-File', 'C:\\x.ps1'], { files })).toEqual({ code: 4n, out: 'a\n', err: '' })
    expect(await runInGuest(['powershell', '-'], { input: 'hostname\r\n' })).toEqual(printed('win-db1\n'))
  })

  test.each([
    'Get-EventLog System',
    'Get-Foo',
    'iwr http://x',
    '[System.Net.Dns]::GetHostName()',
    "'x'.Normalize()",
    'switch (1) { 1 { 2 } }',
    'Get-Content C:\\a -Stream x',
  ])('says that it does not do %s', async command => {
    const { err, code } = await runInGuest(['powershell', '-c', command])
    expect(err.split('\n')[0]).toMatch(/^mockvm: powershell.exe doesn't do this, in line 1: /)
    expect(code).toBe(1n)
  })

  test('refuses before the first statement has an effect, and prints a line for the scenario', async () => {
    const command = 'Set-Content C:\\a.txt 1; Get-EventLog System'
    const ran = await runInGuest(['powershell', '-c', command], {
      after: vm => expect(vm.guest.files.exists('C:\\a.txt')).toBe(false),
    })
    expect(ran).toEqual(refused('Get-EventLog System', 1, `powershell.exe -c ${command}`))
  })

  test('the line that it prints answers the same command in base64', async () => {
    const encoded = Buffer.from("if ($true) {\n  Get-Volume 'C'\n}\n", 'utf16le').toString('base64')
    const argv = ['powershell.exe', '-NoProfile', '-EncodedCommand', encoded]
    const { err } = await runInGuest(argv)
    const [, match = ''] = /match: (".*"), stdout/.exec(err) ?? []
    expect(match).toBe('"powershell.exe -NoProfile -Command if ($true) {\\n  Get-Volume \'C\'\\n}*"')
    const programs = [{ match: JSON.parse(match), stdout: 'a volume\r\n' }]
    for (const option of ['-EncodedCommand', '-enc', '-e', '-ec']) {
      expect(await runInGuest(['powershell', '-NoProfile', option, encoded], { programs })).toEqual(
        printed('a volume\n'),
      )
    }
  })

  test('takes no other text for base64', async () => {
    const err =
      'Cannot process the command because the value specified with -EncodedCommand is not properly encoded. The value must be Base64 encoded.\n'
    // 0xFFFD0000 is told as a signal.
    expect(await runInGuest(['powershell', '-EncodedCommand', '!!!'])).toEqual({ code: undefined, out: '', err })
  })

  test('complains of files as PowerShell does', async () => {
    const command = 'Get-Content C:\\nope'
    expect(await runInGuest(['powershell', command])).toEqual({
      ...{ code: 1n, out: '' },
      err:
        "Get-Content : Cannot find path 'C:\\nope' because it does not exist.\nAt line:1 char:1\n" +
        `+ ${command}\n+ ~~~~~~~~~~~~~~~~~~~\n` +
        '    + CategoryInfo          : ObjectNotFound: (C:\\nope:String) [Get-Content], ItemNotFoundException\n' +
        '    + FullyQualifiedErrorId : PathNotFound,Microsoft.PowerShell.Commands.GetContentCommand\n \n',
    })
  })

  test.each([
    ['"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaX" -match "^(a+)+$"', 'False\n'],
    ['"b".PadLeft(40, "a") -replace "^(a+)+c", "x"', `${'a'.repeat(39)}b\n`],
    ['"a1b22" -match "(?<n>\\d+)b"; $Matches.n', 'True\n1\n'],
    ['"a,b;c" -split "[,;]"; "a1b" -split "(\\d)"', 'a\nb\nc\na\n1\nb\n'],
    ['"foobar" -like "f*o*r"; "foobar" -like "f*r*o"', 'True\nFalse\n'],
  ])('%s', async (command, out) => {
    expect(await runInGuest(['powershell', command])).toEqual(printed(out))
  })

  test('leaves a command line to the scenario that says what it prints', async () => {
    const programs = [{ match: 'powershell.exe * Get-Process*', stdout: 'a table\r\n' }]
    const given = ['powershell', '-Command', 'Get-Process | Out-String']
    expect(await runInGuest(given, { programs })).toEqual(printed('a table\n'))
  })

  test.each([
    ['Stop-Computer -Force', 'off'],
    ['Restart-Computer', 'rebooting'],
  ])('%s', async (command, state) => {
    await using vm = await createVm({ scenario: WINDOWS, agent: { version: '109.1.0' } })
    const states: string[] = []
    vm.guest.onChange(change => change.what === 'power' && states.push(change.to))
    await vm.call('guest-exec', { path: 'powershell', arg: ['-Command', command] })
    expect(states[0]).toBe(state)
  })
})
