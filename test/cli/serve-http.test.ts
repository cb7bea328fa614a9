import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { get } from 'node:https'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { json } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { run } from '../../src/cli/run.js'
import { parseHttpAddress } from '../../src/cli/serve/http-address.js'
import { FakeTerminal, runToEnd } from './fake-terminal.js'

let directory: string
let terminal: FakeTerminal

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'mockvm-test-'))
  terminal = new FakeTerminal()
})

afterEach(() => rmSync(directory, { recursive: true }))

/** Serves until `stop` is called. */
async function serve(...args: string[]) {
  const end = run(['serve', '--socket', join(directory, 'a.sock'), ...args], terminal)
  const failed = end.then(status => Promise.reject(new Error(`serve has ended with ${status}: ${terminal.err}`)))
  await Promise.race([terminal.printed(/https?:/), failed])
  failed.catch(() => {})
  const stop = async () => {
    terminal.signal('SIGTERM')
    return end
  }
  const [greeting = ''] = terminal.out.split('. Try')
  return { urls: greeting.match(/https?:\/\/[^\s/]+/g) ?? [], end, stop }
}

const OSINFO = '/api2/json/nodes/pve/qemu/100/agent/get-osinfo'

test('--http serves both platforms, and says what to type', async () => {
  const { urls, stop } = await serve('minimal', '--http', '0', '--clock', 'manual')
  const [url = ''] = urls
  const socket = join(directory, 'a.sock')
  expect(terminal.out.slice(0, terminal.out.indexOf('\n\n  ') + 1)).toBe(
    `Listening on ${socket} and ${url}. Try, in another terminal:\n`,
  )
  expect(terminal.out).toContain(`
  npx mockvm call ${socket} guest-ping
  echo '{"execute":"guest-info"}' | socat -t1 - UNIX-CONNECT:${socket}
  curl ${url}${OSINFO}
  curl ${url}/apis/subresources.kubevirt.io/v1/namespaces/default/virtualmachineinstances/minimal/guestosinfo

`)
  for (const [, path = ''] of terminal.out.matchAll(/curl http:\/\/[^/]+(\S+)/g)) {
    expect(await fetch(url + path)).toMatchObject({ status: 200 })
  }
  expect(await stop()).toBe(0)
  expect(terminal.err).toBe('')
  await expect(fetch(url)).rejects.toThrow()
})

test('--https serves the same over TLS, and --certificate tells clients whom to trust', async () => {
  const file = join(directory, 'certificate.pem')
  const { urls, stop } = await serve('minimal', '--http', '0', '--https', 'localhost:0', '--certificate', file)
  expect(urls).toEqual([
    expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    expect.stringMatching(/^https:\/\/localhost:\d+$/),
  ])
  expect(terminal.out).toContain(`curl --cacert ${file} ${urls[1]}${OSINFO}\n`)
  const overTls = await new Promise((done, failed) =>
    get(`${urls[1]}${OSINFO}`, { ca: readFileSync(file), agent: false }, answer => done(json(answer))).on(
      'error',
      failed,
    ),
  )
  expect(overTls).toEqual(await (await fetch(`${urls[0]}${OSINFO}`)).json())
  expect(overTls).toMatchObject({ data: { result: {} } })
  expect(await stop()).toBe(0)
})

test('--https without a file for its certificate says how to do without', async () => {
  const { urls, stop } = await serve('minimal', '--https', '0')
  expect(terminal.out).toContain(`curl --insecure ${urls[0]}${OSINFO}\n`)
  await stop()
})

test('the examples are those of the scenario’s own names', async () => {
  const names = ['proxmox.vmid=204', 'proxmox.node=alpha', 'kubevirt.namespace=test', 'kubevirt.name=web']
  const { urls, stop } = await serve('minimal', '--http', '0', ...names.flatMap(name => ['--set', name]))
  const paths = [...terminal.out.matchAll(/curl http:\/\/[^/]+(\S+)/g)].map(([, path]) => path ?? '')
  expect(paths).toEqual([
    '/api2/json/nodes/alpha/qemu/204/agent/get-osinfo',
    '/apis/subresources.kubevirt.io/v1/namespaces/test/virtualmachineinstances/web/guestosinfo',
  ])
  for (const path of paths) expect(await fetch(urls[0] + path)).toMatchObject({ status: 200 })
  await stop()
})

test('a scenario whose name is none for KubeVirt has the example with the name that is served', async () => {
  const file = join(directory, 'My Web VM.yaml')
  writeFileSync(file, 'extends: minimal\n')
  const { urls, stop } = await serve(file, '--http', '0', '--platform', 'kubevirt')
  const [, path = ''] = terminal.out.match(/curl http:\/\/[^/]+(\S+)/) ?? []
  expect(path).toBe(
    '/apis/subresources.kubevirt.io/v1/namespaces/default/virtualmachineinstances/my-web-vm/guestosinfo',
  )
  expect(await fetch(urls[0] + path)).toMatchObject({ status: 200 })
  await stop()
})

describe('--platform', () => {
  const PROXMOX = '/api2/json/version'
  const KUBEVIRT = '/version'

  test.each([
    [['proxmox'], [PROXMOX], [KUBEVIRT]],
    [['kubevirt'], [KUBEVIRT], [PROXMOX]],
    [['kubevirt', 'proxmox', 'kubevirt'], [KUBEVIRT, PROXMOX], []],
  ])('%j serves these, and no other', async (platforms, served, others) => {
    const { urls, stop } = await serve('minimal', '--http', '0', ...platforms.flatMap(it => ['--platform', it]))
    for (const path of served) expect(await fetch(urls[0] + path)).toMatchObject({ status: 200 })
    for (const path of others) expect(await fetch(urls[0] + path)).toMatchObject({ status: 404 })
    expect(terminal.out.match(/curl /g)).toHaveLength(served.length)
    expect(await stop()).toBe(0)
  })

  test.each([
    ['xen', ['--http', '0'], "argument 'xen' is invalid. Allowed choices are proxmox, kubevirt."],
    ['proxmox', [], 'is for --http and --https, neither of which is there.'],
  ])('%s with %j is not understood', async (platform, more, message) => {
    expect(await runToEnd('serve', '--platform', platform, ...more)).toEqual({
      status: 2,
      out: '',
      err: `error: option '--platform <platform>' ${message}\n`,
    })
  })
})

describe('where one platform has users and the other has none', () => {
  const PROXMOX = ['--set', 'proxmox.users={root@pam: {password: secret}}']
  const KUBEVIRT = ['--set', 'kubevirt.users={ci: {token: secret}}']

  test.each([
    [PROXMOX, 'Proxmox VE', 'KubeVirt', 'kubevirt', 'proxmox'],
    [KUBEVIRT, 'KubeVirt', 'Proxmox VE', 'proxmox', 'kubevirt'],
  ])('a warning comes with the greeting: %j', async (users, has, hasNone, open, guarded) => {
    const { stop } = await serve('minimal', '--http', '0', '--clock', 'manual', ...users)
    expect(terminal.out).toContain(
      `\n\nWarning: the scenario has users for ${has} and none for ${hasNone}, where anybody may do everything. Add ${open}.users, or serve with --platform ${guarded}.\n\n`,
    )
    await stop()
  })

  test.each([
    ['with users for both', [...PROXMOX, ...KUBEVIRT, '--http', '0']],
    ['with one platform', [...PROXMOX, '--http', '0', '--platform', 'proxmox']],
    ['with the other', [...PROXMOX, '--http', '0', '--platform', 'kubevirt']],
    ['without users', ['--http', '0']],
  ])('there is none %s', async (_, args) => {
    const { stop } = await serve('minimal', ...args)
    expect(terminal.out).not.toContain('Warning')
    await stop()
  })

  test('there is none without HTTP', async () => {
    const end = run(['serve', '--socket', join(directory, 'a.sock'), ...PROXMOX], terminal)
    await terminal.printed(/Try/)
    terminal.signal('SIGTERM')
    await end
    expect(terminal.out).not.toContain('Warning')
  })
})

describe('each request is a line', () => {
  const NOPE = '/api2/json/nope?a=1'

  test('of the time line and of the trace, with what was answered', async () => {
    const trace = join(directory, 'trace.jsonl')
    const { urls, stop } = await serve('minimal', '--http', '0', '--clock', 'manual', '--trace', trace)
    await fetch(`${urls[0]}/api2/json/nodes/pve/qemu/100/agent/ping`, { method: 'POST' })
    await fetch(urls[0] + NOPE)
    await fetch(`${urls[0]}/else`)
    await terminal.printed(/else: /)
    const lines = [
      'POST /api2/json/nodes/pve/qemu/100/agent/ping: 200 OK',
      `GET ${NOPE}: 501 Method 'GET /nope' not implemented`,
      'GET /else: 404 Not Found',
    ]
    expect(terminal.out.match(/(?:GET|POST) .*/g)).toEqual(lines)
    expect(await stop()).toBe(0)
    const notes = readFileSync(trace, 'utf8').matchAll(/^\{.*"type":"note".*\}$/gm)
    expect([...notes].map(([line]) => JSON.parse(line).text)).toEqual(lines)
  })

  test('at the time of the guest when it is over', async () => {
    const { urls, stop } = await serve('--http', '0', '--clock', 'auto', '--fault', 'on: guest-get-osinfo, delay: 3s')
    await fetch(urls[0] + OSINFO)
    await terminal.printed(/osinfo: 200/)
    expect(terminal.out).toMatch(new RegExp(`^    3\\.000000 +GET ${OSINFO}: 200 OK$`, 'm'))
    await stop()
  })

  test('also when its client has gone', async () => {
    const { urls, stop } = await serve(
      '--http',
      '0',
      '--clock',
      'manual',
      '--fault',
      'on: guest-get-osinfo, drop: true',
    )
    const leaving = new AbortController()
    const waiting = fetch(urls[0] + OSINFO, { signal: leaving.signal }).catch(() => 'gone')
    await terminal.printed(/fault on guest-get-osinfo/)
    leaving.abort()
    expect(await waiting).toBe('gone')
    await terminal.printed(/get-osinfo: cut off before it had an answer\n/)
    await stop()
  })

  test('of the trace with --quiet too, and of nothing without --trace', async () => {
    const trace = join(directory, 'trace.jsonl')
    const { urls, stop } = await serve('minimal', '--http', '0', '--quiet', '--trace', trace)
    await fetch(urls[0] + NOPE)
    await stop()
    expect(terminal.out).not.toContain('nope')
    expect(readFileSync(trace, 'utf8')).toContain(`"text":"GET ${NOPE}: 501 `)
  })
})

test('--quiet prints the URLs below the path of the socket', async () => {
  const { stop } = await serve('minimal', '--quiet', '--http', '0', '--https', '0')
  await fetch(`${terminal.out.split('\n')[1]}${OSINFO}`)
  await stop()
  const [socket, ...urls] = [join(directory, 'a.sock'), /^http:\/\/127\.0\.0\.1:\d+$/, /^https:\/\/127\.0\.0\.1:\d+$/]
  expect(terminal.out.split('\n')).toEqual([socket, ...urls.map(it => expect.stringMatching(it)), ''])
})

test('the platform stays when the guest has powered off: it tells so, and starts it again', async () => {
  const { urls, stop } = await serve('--http', '0')
  const vm = `${urls[0]}/api2/json/nodes/pve/qemu/100`
  expect(await runToEnd('call', join(directory, 'a.sock'), 'guest-shutdown')).toEqual({ status: 0, out: '', err: '' })
  await terminal.printed(/guest powered off/)
  const ping = await fetch(`${vm}/agent/ping`, { method: 'POST' })
  expect([ping.status, ping.statusText]).toEqual([500, 'VM 100 is not running'])
  expect(await (await fetch(`${vm}/status/current`)).json()).toMatchObject({ data: { status: 'stopped' } })
  const instance = '/apis/kubevirt.io/v1/namespaces/default/virtualmachineinstances/default'
  expect(await (await fetch(urls[0] + instance)).json()).toMatchObject({ status: { phase: 'Succeeded' } })
  expect((await fetch(`${vm}/status/start`, { method: 'POST' })).status).toBe(200)
  await terminal.printed(/QEMU is started/)
  const again = await (await fetch(urls[0] + instance)).json()
  expect(again).toMatchObject({ status: { phase: 'Running' } })
  expect(await stop()).toBe(0)
  expect(terminal.out).toMatch(/Stopped by SIGTERM\.\n$/)
})

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s ends it while a client waits', async signal => {
  const { urls, end } = await serve('--http', '0', '--fault', 'on: guest-get-osinfo, delay: 1h')
  const waiting = fetch(`${urls[0]}${OSINFO}`).catch(() => 'cut off')
  await terminal.printed(/guest-get-osinfo/)
  terminal.signal(signal)
  expect(await end).toBe(0)
  expect(await waiting).toBe('cut off')
  expect(existsSync(join(directory, 'a.sock'))).toBe(false)
})

describe('what is wrong is one line, and nothing is left behind:', () => {
  test('a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as { port: number }
    const socket = join(directory, 'a.sock')
    const args = ['serve', '--socket', socket, '--http', '0', '--https', String(port)]
    expect(await runToEnd(...args)).toEqual({
      status: 1,
      out: '',
      err: `cannot listen on 127.0.0.1:${port}: the port is taken. Choose another one, or 0 for any that is free.\n`,
    })
    expect(existsSync(socket)).toBe(false)
    other.close()
  })

  test('a file that cannot be written', async () => {
    const file = join(directory, 'no', 'certificate.pem')
    const socket = join(directory, 'a.sock')
    expect(await runToEnd('serve', '--socket', socket, '--https', '0', '--certificate', file)).toEqual({
      status: 1,
      out: '',
      err: `cannot write the certificate to ${file}: No such file or directory\n`,
    })
    expect(existsSync(dirname(file))).toBe(false)
    expect(existsSync(socket)).toBe(false)
  })

  test.each([
    ['', 'http'],
    ['http', 'http'],
    ['65536', 'https'],
    ['-1', 'http'],
    ['::1:8006', 'https'],
    ['[pve]:8006', 'http'],
    ['pve:', 'http'],
    ['a b:80', 'http'],
    ['http://pve:80', 'http'],
  ])('an address such as "%s"', async (value, option) => {
    const hint = 'Expected PORT or HOST:PORT, such as 8006, 0.0.0.0:8006 or [::1]:8006; port 0 is any.'
    expect(await runToEnd('serve', `--${option}=${value}`)).toEqual({
      status: 2,
      out: '',
      err: `error: option '--${option} <[host:]port>' argument '${value}' is invalid. ${hint}\n`,
    })
  })

  test('a certificate for nothing', async () => {
    expect(await runToEnd('serve', '--http', '0', '--certificate', 'x')).toEqual({
      status: 2,
      out: '',
      err: "error: option '--certificate <file>' is for --https, which is not there.\n",
    })
  })
})

test.each([
  ['8006', { port: 8006 }],
  ['0', { port: 0 }],
  ['0.0.0.0:8006', { host: '0.0.0.0', port: 8006 }],
  ['pve.example:65535', { host: 'pve.example', port: 65_535 }],
  ['[::1]:8006', { host: '::1', port: 8006 }],
])('the address "%s" is understood', (text, address) => {
  expect(parseHttpAddress(text)).toEqual(address)
})
