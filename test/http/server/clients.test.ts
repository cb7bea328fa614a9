/** Clients as they come from npm, in processes of their own, over real sockets. */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type HttpServer, kubevirtHandlers, listenHttp, proxmoxHandlers } from '../../../src/http/msw.js'
import { createVm, type Vm } from '../../../src/index.js'
import { dial } from './wire.js'

let directory: string
let vm: Vm
let servers: HttpServer[]

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'mockvm-test-'))
  vm = await createVm({ clock: { mode: 'auto' } })
  servers = []
})

afterEach(async () => {
  await Promise.all(servers.map(server => server.close()))
  await vm.close()
  rmSync(directory, { recursive: true })
})

async function serve(tls: boolean): Promise<HttpServer> {
  const server = await listenHttp([...proxmoxHandlers(vm), ...kubevirtHandlers(vm)], { tls })
  servers.push(server)
  return server
}

/** Runs one of the clients; gives what it prints. */
async function run(name: string, { url, certificate = '' }: HttpServer): Promise<unknown> {
  const file = join(directory, 'certificate.pem')
  writeFileSync(file, certificate)
  const env = { ...process.env, ...(certificate !== '' && { NODE_EXTRA_CA_CERTS: file }) }
  const script = join(import.meta.dirname, 'clients', `${name}.mjs`)
  const { stdout } = await promisify(execFile)(process.execPath, [script, url, file], { env })
  return JSON.parse(stdout)
}

const SEEN_BY_PROXMOX_API = {
  release: expect.stringMatching(/^\d+\.\d+$/),
  vms: [{ vmid: 100, name: 'default', status: 'running' }],
  ping: { result: {} },
  hostName: { result: { 'host-name': 'mockvm' } },
  interfaces: ['lo', 'eth0'],
  status: { exited: 1, exitcode: 0, 'out-data': 'mockvm\n' },
  file: { content: 'ünsent\n', 'bytes-read': 7 },
  refusal: [
    'GET /api2/json/nodes/pve/qemu/100/agent/exec-status?pid=4000000 return Error 500',
    `Agent error: Invalid parameter 'pid': {"data":null,"message":"Agent error: Invalid parameter 'pid'\\n"}`,
  ].join(' '),
}

const SEEN_BY_CLIENT_NODE = {
  hasVersion: true,
  namespaces: expect.arrayContaining(['default']),
  name: 'default',
  phase: 'Running',
  hostname: 'mockvm',
  refusal: { code: 404, reason: 'NotFound' },
  watched: { type: 'ADDED', name: 'default' },
}

describe.each([
  ['HTTP', false],
  ['HTTPS', true],
])('over %s', (_, tls) => {
  test('proxmox-api', async () => {
    expect(await run('proxmox', await serve(tls))).toEqual(SEEN_BY_PROXMOX_API)
  })
})

test('@kubernetes/client-node', async () => {
  expect(await run('kubernetes', await serve(true))).toEqual(SEEN_BY_CLIENT_NODE)
})

test('both at once, one by HTTP and one by HTTPS, with the same VM', async () => {
  const [plain, secure] = await Promise.all([serve(false), serve(true)])
  expect(await Promise.all([run('proxmox', plain), run('kubernetes', secure)])).toEqual([
    SEEN_BY_PROXMOX_API,
    SEEN_BY_CLIENT_NODE,
  ])
})

test('a client that goes while the guest is slow leaves the VM to the next one', async () => {
  await vm.close()
  vm = await createVm({ clock: { mode: 'manual' } })
  vm.faults.add({ on: 'guest-get-osinfo', delay: '4s', times: 1 })
  const { port, url } = await serve(false)
  const impatient = await dial(port)
  const path = '/api2/json/nodes/pve/qemu/100/agent/get-osinfo'
  impatient.write(`GET ${path} HTTP/1.1\r\nHost: vm\r\n\r\n`)
  while (vm.calls('guest-get-osinfo').length === 0) await new Promise(resolve => setImmediate(resolve))
  impatient.leave()
  const next = fetch(url + path)
  vm.advance('4s')
  const answer = await next
  expect(answer.status).toBe(200)
  expect(await answer.json()).toMatchObject({ data: { result: { id: 'debian' } } })
})
