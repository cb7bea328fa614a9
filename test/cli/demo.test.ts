import { expect, test } from 'vitest'
import { demoNames } from '../../src/demo/demos.js'
import { runToEnd } from './fake-terminal.js'

test('without a name the demos are listed', async () => {
  const { status, out, err } = await runToEnd('demo')
  expect({ status, err }).toEqual({ status: 0, err: '' })
  const lines = out.split('\n')
  expect(lines.slice(0, -3).map(line => line.split(' ')[0])).toEqual(demoNames())
  expect(lines).toContainEqual(expect.stringMatching(/^stale-reply +The host takes the time of day for a file handle$/))
  expect(lines.slice(-3)).toEqual([
    '',
    'mockvm demo NAME shows one of them; mockvm serve NAME plays it for a client of yours.',
    '',
  ])
})

test('the flagship shows the moment of the mistake, and how a sync mends it', async () => {
  const { status, out, err } = await runToEnd('demo', 'stale-reply')
  expect({ status, err }).toEqual({ status: 0, err: '' })
  expect(out).toBe(String.raw`The host takes the time of day for a file handle

A naive client

    0.000000  1     connected
    0.000000  1 →   {"execute":"guest-get-time"}\n
    0.000000        guest-get-time()
    0.000000        fault on guest-get-time: delay 6s
    5.000000        host: no answer to guest-get-time in 5 s
    6.000000        guest-get-time = 1767225606000000000
    6.000000  1 ←   {"return": 1767225606000000000}\n
    8.000000        ◀ host: takes 1767225606000000000 for the handle of /etc/hostname: it is the time, in nanoseconds
    8.000000  1 →   {"execute":"guest-file-open","arguments":{"path":"/etc/hostname"}}\n
    8.000000        guest-file-open(path: "/etc/hostname")
    8.000000        /etc/hostname opened with mode r as handle 1000
    8.000000        guest-file-open = 1000
    8.000000  1 ←   {"return": 1000}\n
    8.000000  1     disconnected

A client that does it right

    0.000000  1     connected
    0.000000  1 →   \xff{"execute": "guest-sync-delimited", "arguments": {"id": 100}}\n
              1 →   {"execute": "guest-get-time"}\n
    0.000000        guest-get-time()
    0.000000        fault on guest-get-time: delay 6s
    0.000000  1 ←   {"error": {"class": "GenericError", "desc": "Invalid JSON syntax"}}\n
              1 ←   \xff{"return": 100}\n
    5.000000        host: no answer to guest-get-time in 5 s
    6.000000        guest-get-time = 1767225606000000000
    6.000000  1 ←   {"return": 1767225606000000000}\n
    6.000000        host: discards {"return": 1767225606000000000} (unasked)
    8.000000  1 →   \xff{"execute": "guest-sync-delimited", "arguments": {"id": 101}}\n
              1 →   {"execute": "guest-file-open", "arguments": {"path":"/etc/hostname"}}\n
    8.000000        guest-file-open(path: "/etc/hostname")
    8.000000        /etc/hostname opened with mode r as handle 1000
    8.000000        guest-file-open = 1000
    8.000000  1 ←   {"error": {"class": "GenericError", "desc": "Invalid JSON syntax"}}\n
              1 ←   \xff{"return": 101}\n
              1 ←   {"return": 1000}\n
    8.000000        host: the handle of /etc/hostname is 1000
    8.000000  1     disconnected

The line knows no ids. After a time-out a client must not believe the next line: it sends 0xFF and guest-sync-delimited with a number of its own, and drops everything up to the answer that has that number.
`)
})

test('a name that is none is refused with the nearest one', async () => {
  expect(await runToEnd('demo', 'stale-replay')).toEqual({
    status: 2,
    out: '',
    err: 'demo: expected the name of a demo, got "stale-replay". Did you mean "stale-reply"?\n',
  })
})
