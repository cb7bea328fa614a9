import { describe, expect, test } from 'vitest'
import { createVm, type Vm } from '../../../../src/index.js'
import { WINDOWS } from '../../../commands/windows/windows-host.js'
import { runInGuest, runLine, runScript } from '../run-in-guest.js'

const printed = (out: string) => ({ code: 0n, out, err: '' })
const failed = (err: string, code = 1n) => ({ code, out: '', err })

describe('a line', () => {
  test.each([
    ['echo hello', 'hello\n'],
    ['echo.', '\n'],
    ['echo. x', ' x\n'],
    ['echo', 'ECHO is on.\n'],
    ['ver', '\nMicrosoft Windows [Version 10.0.20348.1]\n'],
    ['cd', 'C:\\Windows\\System32\n'],
    ['echo a & echo b', 'a \nb\n'],
    ['echo a&&echo b||echo c', 'a\nb\n'],
    ['cd nowhere 2>nul || echo none', 'none\n'],
    ['echo a^&b', 'a&b\n'],
    ['echo %OS% %NOPE%', 'Windows_NT %NOPE%\n'],
    ['echo %OS:~0,3% %OS:_=-% %OS:*_=%', 'Win Windows-NT NT\n'],
    ['if exist C:\\Windows (echo yes) else echo no', 'yes\n'],
    ['if not exist C:\\Nope echo no', 'no\n'],
    ['if 10 GTR 9 echo more', 'more\n'],
    ['if /i ABC==abc echo same', 'same\n'],
    ['for %i in (a b,c) do @echo %i', 'a\nb\nc\n'],
    ['for /l %i in (5,-2,1) do @echo %i', '5\n3\n1\n'],
    ["for /f %h in ('hostname') do @echo [%h]", '[win-db1]\n'],
    ['set /a 3*(4+5), 7/2, 0x10', '16'],
    ['date /t & time /t', 'Mon 03/02/2026 \n12:00 PM\n'],
    ['echo %date% %time%', 'Mon 03/02/2026 12:00:00.00\n'],
    ['cd /d D:\\ & cd & C: & cd', 'D:\\\nC:\\Windows\\System32\n'],
    ['whoami', 'nt authority\\system\n'],
    ['HOSTNAME.exe', 'win-db1\n'],
    ['hostname | findstr /n win', '1:win-db1\n'],
    ['(echo b& echo a)| sort', 'a\nb\n'],
  ])('%s', async (line, out) => {
    expect(await runLine(line)).toEqual(printed(out))
  })

  test.each([
    ['foo', "'foo' is not recognized as an internal or external command,\noperable program or batch file.\n"],
    ['C:\\no\\foo.exe', 'The system cannot find the path specified.\n'],
    ['type nope', 'The system cannot find the file specified.\n'],
    ['type nope\\nope', 'The system cannot find the path specified.\n'],
    ['type C:\\Windows\\System32\\cmd.exe\\x\\y', 'The system cannot find the path specified.\n'],
    ['cd nope', 'The system cannot find the path specified.\n'],
    ['copy nope x', 'The system cannot find the file specified.\n'],
    ['set nope', 'Environment variable nope not defined\n'],
    ['md C:\\Windows', 'A subdirectory or file C:\\Windows already exists.\n'],
    ['Q:', 'The system cannot find the drive specified.\n'],
    ['E:', 'The device is not ready.\n'],
    [`echo ${'x'.repeat(8192)}`, 'The command line is too long.\n'],
    ['('.repeat(1000), '( was unexpected at this time.\n'],
    ['if', 'The syntax of the command is incorrect.\n'],
    ['for %i in a do echo', 'a was unexpected at this time.\n'],
    ['echo a>C:\\no\\x', 'The system cannot find the path specified.\n'],
    ['color 0a', "mockvm: cmd.exe doesn't do color; add the command line to the scenario's programs\n"],
  ])('%s fails', async (line, err) => {
    expect(await runLine(line)).toEqual(failed(err))
  })

  test.each([
    ['exit 3', 3n],
    ['exit /b 4', 4n],
    ['cmd /c exit 5', 5n],
    ['rd C:\\Windows', 145n],
    ['del C:\\nope', 0n],
  ])('%s ends with its code', async (line, code) => {
    expect((await runLine(line)).code).toBe(code)
  })

  test('is in quotes that go, and those that the agent has put a backslash before stay', async () => {
    expect(await runInGuest(['cmd', '/c', 'echo "a & b"'])).toEqual(printed('\\"a & b\\"\n'))
    expect(await runInGuest(['cmd', '/c', 'echo', 'a b'])).toEqual(printed('"a b"\n'))
  })

  test('has !NAME! with /v:on', async () => {
    expect(await runInGuest(['cmd', '/v:on', '/c', 'set X=1& echo !X!'])).toEqual(printed('1\n'))
    expect(await runInGuest(['cmd', '/c', 'set X=1& echo !X!'])).toEqual(printed('!X!\n'))
  })

  test('gives the program of a scenario its arguments, its input and the variables', async () => {
    const programs = [{ match: 'backup.exe /full *', stdout: 'saved\r\n', exitCode: 3 }]
    expect(await runLine('backup /full C: && echo good || echo bad', { programs })).toEqual(printed('saved\nbad\n'))
  })

  test('is answered as a whole when the scenario says so', async () => {
    const programs = [{ match: 'cmd.exe /c ver', stdout: 'mine\r\n' }]
    expect(await runLine('ver', { programs })).toEqual(printed('mine\n'))
  })
})

test('without /c lines come from standard input, and are shown', async () => {
  expect(await runInGuest(['cmd.exe'], { input: 'echo hi\r\nexit 2\r\n' })).toEqual({
    code: 2n,
    out:
      'Microsoft Windows [Version 10.0.20348.1]\n(c) Microsoft Corporation. All rights reserved.\n' +
      '\nC:\\Windows\\System32>echo hi\nhi\n\nC:\\Windows\\System32>exit 2\n',
    err: '',
  })
})

describe('files', () => {
  test('are written, appended to, typed, copied, renamed, moved and removed', async () => {
    const text = `cd /d C:\\job
echo one>a.txt
>>a.txt echo two
type a.txt
md sub\\deep
copy a.txt sub
ren sub\\a.txt b.txt
move sub\\b.txt sub\\deep
dir /b /s sub
findstr /n t sub\\deep\\b.txt
del a.txt
rd /s /q sub
dir /b`
    expect(await runScript(text)).toEqual(
      printed(
        'one\ntwo\n        1 file(s) copied.\n        1 file(s) moved.\n' +
          'C:\\job\\sub\\deep\nC:\\job\\sub\\deep\\b.txt\n2:two\nrun.bat\n',
      ),
    )
  })

  test('are listed with their times, sizes and what is free', async () => {
    let free = ''
    const files = { 'C:\\data\\a.txt': 'x'.repeat(1234), 'C:\\data\\b\\c': '' }
    const after = (vm: Vm) => {
      free = vm.guest.files.statfs('C:\\').free.toLocaleString('en-US')
    }
    const { out } = await runLine('dir C:\\data', { files, after })
    expect(out.replace(/(?<=Serial Number is )[0-9A-F]{4}-[0-9A-F]{4}/, 'ABCD-1234')).toBe(` Volume in drive C is System
 Volume Serial Number is ABCD-1234

 Directory of C:\\data

03/02/2026  12:00 PM    <DIR>          .
03/02/2026  12:00 PM    <DIR>          ..
03/02/2026  12:00 PM             1,234 a.txt
03/02/2026  12:00 PM    <DIR>          b
               1 File(s)          1,234 bytes
               3 Dir(s)  ${free} bytes free
`)
  })

  test('that the agent has open are nobody else’s to change', async () => {
    await using vm = await createVm({ scenario: WINDOWS, agent: { version: '109.1.0' } })
    await vm.call('guest-file-open', { path: 'C:\\open.txt', mode: 'w' })
    const arg = ['/c', 'del C:\\open.txt & type C:\\open.txt']
    const { pid } = await vm.call('guest-exec', { path: 'cmd', arg, 'capture-output': true })
    const { 'err-data': err = '' } = await vm.call('guest-exec-status', { pid })
    const text = 'The process cannot access the file because it is being used by another process.\r\n'
    expect(Buffer.from(err, 'base64').toString()).toBe(`C:\\open.txt\r\n${text}${text}`)
  })
})
