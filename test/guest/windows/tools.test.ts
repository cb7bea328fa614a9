import { describe, expect, test } from 'vitest'
import { runInGuest, runScript } from './run-in-guest.js'

const printed = (out: string) => ({ code: 0n, out, err: '' })
const files = { 'C:\\t\\a.txt': 'beta\nAlpha 1\ngamma\n', 'C:\\t\\b.txt': 'alpha\n' }

describe('what looks for text', () => {
  test.each([
    [['findstr', 'a$', 'C:\\t\\a.txt'], 'beta\ngamma\n'],
    [['findstr', '/i', '/n', '/c:alpha 1', 'C:\\t\\a.txt'], '2:Alpha 1\n'],
    [['findstr', '/i', 'alpha', 'C:\\t\\*.txt'], 'C:\\t\\a.txt:Alpha 1\nC:\\t\\b.txt:alpha\n'],
    [['findstr', '/v', '/r', '^[a-g]', 'C:\\t\\a.txt'], 'Alpha 1\n'],
    [['findstr', '/m', 'gam.*', 'C:\\t\\*.txt'], 'C:\\t\\a.txt\n'],
    [['sort', 'C:\\t\\a.txt'], 'Alpha 1\nbeta\ngamma\n'],
    [['sort', '/r', 'C:\\t\\a.txt'], 'gamma\nbeta\nAlpha 1\n'],
    [['more', 'C:\\t\\b.txt'], 'alpha\n'],
  ])('%j', async (argv, out) => {
    expect(await runInGuest(argv, { files })).toEqual(printed(out))
  })

  test('ends with 1 when there is none', async () => {
    expect(await runInGuest(['findstr', 'x'], { input: 'a\r\n' })).toEqual({ code: 1n, out: '', err: '' })
    const err = 'FINDSTR: Cannot open C:\\nope\n'
    expect(await runInGuest(['findstr', 'x', 'C:\\nope'])).toEqual({ code: 1n, out: '', err })
  })

  test('find.exe wants quotes', async () => {
    const text = 'find "a" C:\\t\\a.txt\ntype C:\\t\\a.txt | find /c /i "ALPHA"'
    expect(await runScript(text, { files })).toEqual(printed('\n---------- C:\\T\\A.TXT\nbeta\nAlpha 1\ngamma\n1\n'))
    expect(await runInGuest(['find', 'a'])).toEqual({ code: 2n, out: '', err: 'FIND: Parameter format not correct\n' })
  })
})

describe('processes', () => {
  test('are listed', async () => {
    const { out } = await runInGuest(['tasklist', '/fi', 'IMAGENAME eq qemu-ga.exe'])
    expect(out.replace(/ {3}[\d, ]{6} K$/m, '   12,345 K')).toBe(`
Image Name                     PID Session Name        Session#    Mem Usage
========================= ======== ================ =========== ============
qemu-ga.exe                      8 Services                   0     12,345 K
`)
    const csv = await runInGuest(['tasklist', '/fo', 'csv', '/nh', '/fi', 'PID eq 8'])
    expect(csv.out.replace(/"[\d,]+ K"/, '"12,345 K"')).toBe('"qemu-ga.exe","8","Services","0","12,345 K"\n')
    expect(await runInGuest(['tasklist', '/fi', 'PID eq 3'])).toEqual(
      printed('INFO: No tasks are running which match the specified criteria.\n'),
    )
  })

  test('are ended', async () => {
    const programs = [{ match: 'job.exe', after: '1h' }]
    const text = 'start /b job\ntaskkill /im job.exe\ntaskkill /f /im job.exe\ntaskkill /f /im job.exe'
    const { out, err, code } = await runScript(text, { programs })
    expect(out).toMatch(/^SUCCESS: The process "job.exe" with PID \d+ has been terminated.\n$/)
    expect(err.replace(/PID \d+/, 'PID 1')).toBe(
      'ERROR: The process "job.exe" with PID 1 could not be terminated.\n' +
        'Reason: This process can only be terminated forcefully (with /F option).\n' +
        'ERROR: The process "job.exe" not found.\n',
    )
    expect(code).toBe(128n)
  })
})

test('where.exe tells what a name leads to', async () => {
  expect(await runInGuest(['where', 'cmd'])).toEqual(
    printed('C:\\Windows\\System32\\cmd.exe\nC:\\Windows\\System32\\cmd.exe\n'),
  )
  const err = 'INFO: Could not find files for the given pattern(s).\n'
  expect(await runInGuest(['where', 'bash'])).toEqual({ code: 1n, out: '', err })
})

test('timeout.exe does not wait without a console', async () => {
  const err = 'ERROR: Input redirection is not supported, exiting the process immediately.\n'
  expect(await runInGuest(['timeout', '/t', '5'])).toEqual({ code: 1n, out: '', err })
})

test('sc.exe tells how a service is', async () => {
  const { out } = await runInGuest(['sc', 'query', 'W32Time'])
  expect(out).toContain('        STATE              : 4  RUNNING \n')
  expect((await runInGuest(['sc', 'config', 'Spooler'])).err).toBe(
    "mockvm: only sc query NAME, sc start NAME and sc stop NAME are simulated; add the command line to the scenario's programs\n",
  )
})

test('net.exe sets passwords', async () => {
  const err = 'The user name could not be found.\n\nMore help is available by typing NET HELPMSG 2221.\n\n'
  expect(await runInGuest(['net', 'user', 'nobody', 'x'])).toEqual({ code: 2n, out: '', err })
})

test('ipconfig.exe lists addresses', async () => {
  const network = { interfaces: [{ name: 'Ethernet', addresses: ['fe80::1%6/64', '192.168.1.81/20'] }] }
  expect(await runInGuest(['ipconfig'], { network })).toEqual(
    printed(`
Windows IP Configuration


Ethernet adapter Ethernet:

   Connection-specific DNS Suffix  . :${' '}
   Link-local IPv6 Address . . . . . : fe80::1%6
   IPv4 Address. . . . . . . . . . . : 192.168.1.81
   Subnet Mask . . . . . . . . . . . : 255.255.240.0
`),
  )
})
