import { setupServer } from 'msw/node'
import proxmoxApi from 'proxmox-api'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type ProxmoxOptions, proxmoxHandlers } from '../../../../src/http/msw.js'
import { createVm, type VmOptions } from '../../../../src/index.js'

const SECRET = '00000000-0000-4000-8000-000000000001'
const users = {
  'root@pam': { password: 'secret' },
  'ci@pve': { tokens: { few: { secret: SECRET } }, rights: { '/vms/100': ['VM.GuestAgent.Audit'] } },
} as const

async function cluster(options: ProxmoxOptions = { users }, vmOptions: VmOptions = {}) {
  const vm = await createVm(vmOptions)
  const server = setupServer(...proxmoxHandlers(vm, options))
  const requests: string[] = []
  server.events.on('request:start', ({ request }) =>
    requests.push(`${request.method} ${new URL(request.url).pathname}`),
  )
  server.listen({ onUnhandledRequest: 'error' })
  onTestFinished(async () => {
    server.close()
    await vm.close()
  })
  return { vm, requests }
}

// Its own undici is not seen by msw; the fetch that is seen is there once the server listens.
const fetch = ((...args: Parameters<typeof globalThis.fetch>) => globalThis.fetch(...args)) as never

function asRoot(password = 'secret') {
  return proxmoxApi({ host: 'pve.test', password, fetch })
}

describe('proxmox-api', () => {
  test('logs in once, and asks', async () => {
    const { requests } = await cluster()
    const agent = asRoot().nodes.$('pve').qemu.$(100).agent
    expect(await agent.ping.$post()).toEqual({ result: {} })
    expect(await agent['get-host-name'].$get()).toEqual({ result: { 'host-name': 'mockvm' } })
    expect(requests).toEqual([
      'POST /api2/json/access/ticket',
      'POST /api2/json/nodes/pve/qemu/100/agent/ping',
      'GET /api2/json/nodes/pve/qemu/100/agent/get-host-name',
    ])
  })

  test('a wrong password', async () => {
    await cluster()
    const error = await asRoot('wrong')
      .version.$get()
      .catch(error => error)
    expect([error.message, error.cause.message]).toEqual([
      'Auth https://pve.test/api2/json/access/ticket Failed!',
      'login failed with 401: authentication failure {"data":null,"message":"authentication failure\\n"}',
    ])
  })

  test('a token, which may not do all', async () => {
    await cluster()
    const api = proxmoxApi({ host: 'pve.test', tokenID: 'ci@pve!few', tokenSecret: SECRET, fetch })
    const agent = api.nodes.$('pve').qemu.$(100).agent
    expect(await agent['get-host-name'].$get()).toEqual({ result: { 'host-name': 'mockvm' } })
    await expect(agent['fsfreeze-freeze'].$post()).rejects.toThrow(/failed with 403 Permission check failed/)
    const wrong = proxmoxApi({ host: 'pve.test', tokenID: 'ci@pve!few', tokenSecret: SECRET.replace('1', '2'), fetch })
    await expect(wrong.version.$get()).rejects.toThrow(
      'return Error 401 invalid token value!: {"data":null,"errors":""}',
    )
  })

  test('parameters', async () => {
    const { vm } = await cluster({}, { clock: { mode: 'auto' } })
    const agent = asRoot().nodes.$('pve').qemu.$(100).agent
    await agent['file-write'].$post({ file: '/tmp/x', content: 'a=b&c;d +%' })
    expect(vm.guest.files.readFile('/tmp/x', 'utf8')).toBe('a=b&c;d +%')
    const { pid } = (await agent.exec.$post({ command: ['echo', 'a', 'b'] } as never)) as { pid: number }
    expect(await agent['exec-status'].$get({ pid })).toMatchObject({ exited: 1, exitcode: 0 })
  })

  test('errors: what is wrong with a parameter, what the agent says, what is not there', async () => {
    await cluster()
    const vm = asRoot().nodes.$('pve').qemu.$(100)
    await expect(vm.agent['exec-status'].$get({ pid: 'x' as never })).rejects.toThrow(
      'return Error 400 Parameter verification failed.: {"data":null,"errors":{"pid":"type check (\'integer\') failed - got \'x\'"},"message":"Parameter verification failed.\\n"}',
    )
    await expect(vm.agent['exec-status'].$get({ pid: 5 })).rejects.toThrow(/return Error 500 Agent error: /)
    await expect(asRoot().nodes.$('pve').qemu.$(999).agent.ping.$post()).rejects.toThrow(
      "return Error 500 Configuration file 'nodes/pve/qemu-server/999.conf' does not exist: ",
    )
    await expect(vm.firewall.$get()).rejects.toThrow(
      "connection failed with 501 Method 'GET /nodes/pve/qemu/100/firewall' not implemented",
    )
  })

  test('logs in again when its ticket is too old', async () => {
    const { vm, requests } = await cluster()
    const { agent } = asRoot().nodes.$('pve').qemu.$(100)
    await agent.ping.$post()
    vm.advance('2h')
    requests.length = 0
    expect(await agent.ping.$post()).toEqual({ result: {} })
    expect(requests).toEqual([
      'POST /api2/json/nodes/pve/qemu/100/agent/ping',
      'POST /api2/json/access/ticket',
      'POST /api2/json/nodes/pve/qemu/100/agent/ping',
    ])
  })
})
