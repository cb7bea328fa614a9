import { describe, expect, test } from 'vitest'
import { runInGuest, runScript } from '../run-in-guest.js'

const printed = (out: string) => ({ code: 0n, out, err: '' })

describe('a script', () => {
  test('knows what it was called with, and where it lies', async () => {
    const text = 'echo %0 %1 %~1 %2 %*\nshift\necho %1 %~dp0 %~nx0 %%x'
    expect(await runScript(text, { args: ['a b', 'c'] })).toEqual(
      printed('C:\\job\\run.bat "a b" a b c "a b" c\nc C:\\job\\ run.bat %x\n'),
    )
  })

  test('goes to labels, and calls them', async () => {
    const text = `set n=0
:again
set /a n+=1
if %n% lss 3 goto again
call :report %n% times
echo back %errorlevel%
goto :eof
:report
echo %1 %2
exit /b 7`
    expect(await runScript(text)).toEqual({ code: 7n, out: '3 times\nback 7\n', err: '' })
  })

  test('ends with what exit /b says', async () => {
    expect(await runScript('exit /b 9\necho never')).toEqual({ code: 9n, out: '', err: '' })
  })

  test('has groups of lines, read at once', async () => {
    const text = `setlocal enabledelayedexpansion
set x=old
if exist C:\\job (
  set x=new
  echo %x% !x!
) else (
  echo never
)
endlocal
echo [%x%]`
    expect(await runScript(text)).toEqual(printed('old new\n[]\n'))
  })

  test('goes through lines of files', async () => {
    const files = { 'C:\\job\\list.csv': '; no\nann,1\n\nbob,2\n' }
    const text = 'for /f "tokens=1,2 delims=," %%a in (C:\\job\\list.csv) do echo %%b-%%a'
    expect(await runScript(text, { files })).toEqual(printed('1-ann\n2-bob\n'))
  })

  test('goes through files and their parts', async () => {
    const files = { 'C:\\job\\a.log': '12345', 'C:\\job\\b.log': '' }
    const text = 'for %%f in (C:\\job\\*.log) do echo %%~nf %%~xf %%~zf %%~dpf'
    expect(await runScript(text, { files })).toEqual(printed('a .log 5 C:\\job\\\nb .log 0 C:\\job\\\n'))
  })

  test('runs another one for good, unless it calls it', async () => {
    const files = { 'C:\\job\\other.cmd': '@set X=1\n@echo other %1\n@exit /b 3' }
    expect(await runScript('call C:\\job\\other.cmd a\necho %errorlevel% %X%', { files })).toEqual({
      code: 3n,
      out: 'other a\n3 1\n',
      err: '',
    })
    expect(await runScript('C:\\job\\other.cmd b\necho never', { files })).toEqual({
      code: 3n,
      out: 'other b\n',
      err: '',
    })
  })

  test('knows ERRORLEVEL of what is not there', async () => {
    const err = "'foo' is not recognized as an internal or external command,\noperable program or batch file.\n"
    expect(await runScript('foo\necho %errorlevel%\nif errorlevel 9009 echo none')).toEqual({
      code: 9009n,
      out: '9009\nnone\n',
      err,
    })
  })

  test('ends where a line can not be read', async () => {
    expect(await runScript('echo a\nif x\necho b')).toEqual({
      code: 255n,
      out: 'a\n',
      err: 'The syntax of the command is incorrect.\n',
    })
  })

  test('ends where a label is missing', async () => {
    expect(await runScript('goto nowhere\necho b')).toEqual({
      code: 1n,
      out: '',
      err: 'The system cannot find the batch label specified - nowhere\n',
    })
  })

  test('shows its lines until it is told not to', async () => {
    const files = { 'C:\\job\\loud.bat': 'echo hi\n@echo quiet\n@echo off\necho end' }
    expect(await runInGuest(['C:\\job\\loud.bat'], { files })).toEqual(
      printed('\nC:\\Windows\\System32>echo hi \nhi\nquiet\nend\n'),
    )
  })

  test('reads its standard input', async () => {
    expect(await runScript('set /p name=Who? \necho Hello %name%', { input: 'Ann\r\n' })).toEqual(
      printed('Who? Hello Ann\n'),
    )
  })

  test('waits with ping, for the guest’s time', async () => {
    expect(await runScript('ping -n 3 127.0.0.1 >nul\necho %time%')).toEqual(printed('12:00:02.00\n'))
  })

  test('that calls itself for ever is given up', async () => {
    expect(await runScript('call %0')).toEqual({
      ...{ code: 1n, out: '' },
      err:
        '******  B A T C H   R E C U R S I O N  exceeds STACK limits ******\n' +
        'Recursion Count=280, Stack Usage=90 percent\n' +
        '******       B A T C H   PROCESSING IS   A B O R T E D      ******\n',
    })
  })

  test('that never ends lets the guest go on', async () => {
    await expect(runScript(':again\ngoto again')).rejects.toThrow('it still runs')
  })
})
