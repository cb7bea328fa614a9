import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { NotDone } from '../../../../src/guest/windows/powershell/syntax/reader.js'
import { parse } from '../../../../src/guest/windows/powershell/syntax/statements.js'
import { runInGuest, type Setting } from '../run-in-guest.js'

const printed = (out: string) => ({ code: 0n, out, err: '' })
const run = (command: string, setting?: Setting) => runInGuest(['powershell', '-Command', command], setting)

test('any text is a script or is refused', () => {
  const unit = fc.constantFrom(
    ...[
      '$x',
      '$(',
      '@{',
      '@(',
      '(',
      ')',
      '{',
      '}',
      '[int]',
      '"',
      "'",
      '`',
      '|',
      ';',
      '\n',
      ' ',
      ',',
      '=',
      '-eq',
      '.',
      '::',
    ],
    ...[
      'if',
      'else',
      'foreach',
      'in',
      'try',
      'catch',
      'param',
      'function',
      'throw',
      '1',
      'a',
      '-b',
      '<#',
      '#',
      '>',
      '2>&1',
      '++',
    ],
  )
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit, maxLength: 40 }), fc.string()), text => {
      try {
        parse(text)
      } catch (error) {
        expect(error).toBeInstanceOf(NotDone)
      }
    }),
    { numRuns: 2000 },
  )
})

test('brackets without end are refused, however many', () => {
  for (const bracket of ['(', '@(', '{', '$(', '"$(', '@{a=']) {
    expect(() => parse(bracket.repeat(20_000))).toThrow(NotDone)
  }
})

describe('what a script does', () => {
  test.each([
    ['if (1) { "a" } "b"', 'a\nb\n'],
    ['foreach ($i in 1..2) { $i } "z"', '1\n2\nz\n'],
    ['$x = 1; $x += 2; $x++; $x', '4\n'],
    ['$n = \'db\'; "on $n, $($n.ToUpper()) $env:OS $($n)s"', 'on db, DB Windows_NT dbs\n'],
    ["'{0:D3}-{1}' -f 7, 'x'", '007-x\n'],
    ["if (Test-Path C:\\Nope) { 'yes' } elseif (1 -gt 2) { 'no' } else { 'none' }", 'none\n'],
    ["if ('Server 2022' -match '(\\d+)') { $Matches[1] }", '2022\n'],
    ["'a,b' -split ',' -join '+'; 'abc' -replace 'B', 'x'; 'abc' -like 'A*'", 'a+b\naxc\nTrue\n'],
    ['1..3 | ForEach-Object { $_ * 2 } | Where-Object { $_ -ne 4 }', '2\n6\n'],
    ["foreach ($i in 'b', 'a') { if ($i -eq 'a') { break }; $i }", 'b\n'],
    ['for ($i = 0; $i -lt 3; $i++) { $i }', '0\n1\n2\n'],
    ['$i = 0; do { $i++ } while ($i -lt 5); $i', '5\n'],
    ['function Add($a, $b = 2) { return $a + $b }; Add 1; Add -b 5 -a 4', '3\n9\n'],
    ["$h = @{ Name = 'x'; Port = 22 }; $h.Port; $h['Name']; $h.Count; $h.ContainsKey('port')", '22\nx\n2\nTrue\n'],
    ['[Environment]::MachineName; [System.Environment]::OSVersion.Version.Build', 'WIN-DB1\n20348\n'],
    ["[int]'42' + 1; [string]1 + 1; [bool]'x'; -not $null", '43\n11\nTrue\nTrue\n'],
    ['@(1).Count; @().Count; (1,2)[-1]', '1\n0\n2\n'],
    ['$x = hostname; "<$x>"; $LASTEXITCODE', '<win-db1>\n0\n'],
    ["'b','a' | sort.exe", 'a\nb\n'],
    ["cmd /c 'exit 3'; $LASTEXITCODE; $?", '3\nTrue\n'],
    ["try { throw 'broken' } catch { $_.Exception.Message } finally { 'done' }", 'broken\ndone\n'],
    ["$ErrorActionPreference = 'Stop'; try { Get-Item C:\\nope } catch { 'caught' }", 'caught\n'],
    ['Get-Item C:\\nope -ErrorAction SilentlyContinue; "still"', 'still\n'],
    [
      'New-Item -ItemType Directory C:\\a\\b | Out-Null; Test-Path C:\\a\\b -PathType Container; rm C:\\a -Recurse; Test-Path C:\\a',
      'True\nFalse\n',
    ],
    ["'x' | Out-File C:\\o.txt; (Get-Content C:\\o.txt).Length; 'y' > C:\\o.txt; gc C:\\o.txt", '1\ny\n'],
    ["@{ a = 1; b = @(1, 'x') } | ConvertTo-Json -Compress", '{"a":1,"b":[1,"x"]}\n'],
    ['(\'{"a": {"b": 7}}\' | ConvertFrom-Json).a.b', '7\n'],
    ["@'\nas $it is\n'@", 'as $it is\n'],
    ['# nothing\n<# and\nmore #>\n1 +\n 2', '3\n'],
    ['& { param($a) "got $a" } 5', 'got 5\n'],
    ['1 / 0; 2', '2\n', 'Attempted to divide by zero.'],
    ['try { 1 / 0 } catch { "caught" }; try { nosuch } catch { "again" }', 'caught\nagain\n'],
    ['Join-Path C:\\a b; Split-Path C:\\a\\b -Leaf', 'C:\\a\\b\nb\n'],
  ])('%s', async (command, out, error = '') => {
    const { code, err, ...ran } = await run(command)
    expect({ ...ran, code, err: err.split('\n')[0] }).toEqual({ ...printed(out), err: error })
  })
})

describe('services', () => {
  test('are started and stopped, and others hear of it', async () => {
    const command = 'Stop-Service Spooler; (Get-Service Spooler).Status; sc.exe query Spooler | Select-String x'
    expect((await run(command)).err).toContain("doesn't do this, in line 1")
    const script =
      'Stop-Service Spooler; (Get-Service Spooler).Status; Restart-Service Spooler; (Get-Service spooler).Status'
    expect(await run(script)).toEqual(printed('Stopped\nRunning\n'))
  })

  test('are shown as a table and as JSON', async () => {
    expect(await run('Get-Service Spooler, VSS')).toEqual(
      printed(
        '\nStatus   Name               DisplayName\n------   ----               -----------\n' +
          'Running  Spooler            Print Spooler\nStopped  VSS                Volume Shadow Copy\n\n\n',
      ),
    )
    expect(await run('Get-Service VSS | Select-Object Name, Status | ConvertTo-Json')).toEqual(
      printed('{\n    "Name":  "VSS",\n    "Status":  1\n}\n'),
    )
  })

  test('that are not there are an error', async () => {
    expect(await run('Get-Service nope')).toEqual({
      ...{ code: 1n, out: '' },
      err:
        "Get-Service : Cannot find any service with service name 'nope'.\nAt line:1 char:1\n+ Get-Service nope\n+ ~~~~~~~~~~~~~~~~\n" +
        '    + CategoryInfo          : ObjectNotFound: (nope:String) [Get-Service], ServiceCommandException\n' +
        '    + FullyQualifiedErrorId : NoServiceFoundForGivenName,Microsoft.PowerShell.Commands.GetServiceCommand\n \n',
    })
  })
})

describe('how it ends', () => {
  test.each([
    ['exit 7', 7n],
    ["throw 'x'", 1n],
    ["cmd /c 'exit 3'", 1n],
    ["cmd /c 'exit 3'; exit $LASTEXITCODE", 3n],
    ["$ErrorActionPreference = 'Stop'; Get-Item C:\\nope; exit 0", 1n],
    ['Get-Item C:\\nope; 1', 0n],
    ['nosuch', 1n],
    ['function f { f }; f', 1n],
    [`$x = 1${'+1'.repeat(14_000)}; exit $x`, 1n],
    ["'x' * 1gb", 1n],
  ])('%.40s', async (command, code) => {
    expect((await run(command)).code).toBe(code)
  })

  test('tells what was thrown', async () => {
    expect(await run("throw 'no disk'")).toEqual({
      ...{ code: 1n, out: '' },
      err:
        "no disk\nAt line:1 char:1\n+ throw 'no disk'\n+ ~~~~~~~~~~~~~~~\n" +
        '    + CategoryInfo          : OperationStopped: (no disk:String) [], RuntimeException\n' +
        '    + FullyQualifiedErrorId : no disk\n \n',
    })
  })
})

describe('a script file', () => {
  const text =
    'param([string]$Name = \'nobody\', [switch]$Loud)\nif ($Loud) { $Name = $Name.ToUpper() }\n"hello $Name, $($args.Count) more"\nexit 4\n'
  const files = { 'C:\\job\\hi.ps1': text, 'C:\\job\\bad.ps1': 'Set-Content C:\\job\\x 1\nGet-Volume\n' }

  test('gets its arguments', async () => {
    const argv = ['powershell', '-ExecutionPolicy', 'Bypass', '-File', 'C:\\job\\hi.ps1', '-Name', 'bob', '-Loud', 'x']
    expect(await runInGuest(argv, { files })).toEqual({ code: 4n, out: 'hello BOB, 1 more\n', err: '' })
  })

  test('is called by & and by its path, and who calls goes on', async () => {
    const out = 'hello ann, 0 more\n4\n'
    expect(await run("& 'C:\\job\\hi.ps1' -Name ann; $LASTEXITCODE", { files })).toEqual(printed(out))
    expect(await run('C:\\job\\hi.ps1 ann; $LASTEXITCODE', { files })).toEqual(printed(out))
  })

  test('is looked through before it runs', async () => {
    const ran = await runInGuest(['powershell', '-File', 'C:\\job\\bad.ps1'], {
      files,
      after: vm => expect(vm.guest.files.exists('C:\\job\\x')).toBe(false),
    })
    expect(ran.err.split('\n')[0]).toBe("mockvm: powershell.exe doesn't do this, in line 2: Get-Volume")
  })
})
