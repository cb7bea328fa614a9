import { describe, expect, test } from 'vitest'
import { agentCalls } from '../../../../src/http/proxmox/agent/calls.js'
import { proxmoxService } from '../../../../src/http/proxmox/service.js'
import type { Vm } from '../../../../src/index.js'
import { ask as askService } from '../ask.js'
import { AGENT, asked, expectBadParameters, expectData, expectFailure, hostOf, withFaults, written } from './agent.js'

/** The calls without parameters, and what they give of the scenario debian-12. */
const PLAIN = [
  ['POST', 'fsfreeze-freeze', '1'],
  ['POST', 'fsfreeze-status', '"thawed"'],
  ['POST', 'fsfreeze-thaw', '0'],
  ['POST', 'fstrim', undefined],
  ['GET', 'get-fsinfo', undefined],
  ['GET', 'get-host-name', '{"host-name":"debian"}'],
  ['GET', 'get-memory-block-info', '{"size":134217728}'],
  ['GET', 'get-memory-blocks', undefined],
  ['GET', 'get-osinfo', undefined],
  ['GET', 'get-time', '1767225600000000000'],
  ['GET', 'get-timezone', '{"zone":"UTC","offset":0}'],
  ['GET', 'get-users', '[]'],
  [
    'GET',
    'get-vcpus',
    '[{"online":true,"can-offline":true,"logical-id":1},{"online":true,"can-offline":false,"logical-id":0}]',
  ],
  ['GET', 'info', undefined],
  ['GET', 'network-get-interfaces', undefined],
  ['POST', 'ping', '{}'],
  ['POST', 'shutdown', 'null'],
] as const

const SUSPENDS = ['suspend-disk', 'suspend-hybrid', 'suspend-ram']
const NAMES = [...PLAIN.map(([, name]) => name), ...SUSPENDS].sort()
const WITH_PARAMETERS = ['exec', 'exec-status', 'file-read', 'file-write', 'set-user-password']

describe('a call without parameters', () => {
  test.each(PLAIN)('%s %s gives what the agent returns', async (method, name, result) => {
    const { vm, ask } = await hostOf()
    const answer = await ask(method, name)
    expectData(answer, `{"result":${result ?? lastReturn(vm)}}`)
    expect(asked(vm)).toEqual(['ping', name])
  })

  test.each([...PLAIN, ...SUSPENDS.map(name => ['POST', name] as const)].map(([method, name]) => [method, name]))(
    "%s %s gives an error of the agent's within status 200",
    async (method, name) => {
      // The first ping only asks whether there is an agent.
      const { ask } = await withFaults({ on: `guest-${name}`, error: 'It failed', ...(name === 'ping' && { nth: 2 }) })
      expectData(await ask(method, name), '{"result":{"error":{"class":"GenericError","desc":"It failed"}}}')
    },
  )

  test('tells of a command that the agent was forbidden, in the words of the agent', async () => {
    const { get } = await hostOf({ extends: 'debian-12', agent: { blockRpcs: ['guest-get-users'] } })
    expectData(
      await get('get-users'),
      '{"result":{"error":{"class":"CommandNotFound","desc":"Command guest-get-users has been disabled"}}}',
    )
  })

  test.each(['GET', 'POST'])('takes no others (%s)', async method => {
    const { ask, vm } = await hostOf()
    expectBadParameters(await ask(method, method === 'GET' ? 'get-time' : 'ping', { params: { now: 1 } }), {
      now: 'property is not defined in schema and the schema does not allow additional properties',
    })
    expect(written(vm)).toEqual([])
  })

  test('has no name that the agent alone knows', async () => {
    const { get } = await hostOf()
    const { status, reason, body } = await get('get-load')
    const message = `Method 'GET ${AGENT}/get-load' not implemented`
    expect([status, reason, body]).toEqual([501, message, { data: null, message }])
  })
})

describe('the list of calls', () => {
  const ALL = JSON.stringify([...NAMES, ...WITH_PARAMETERS].sort().map(name => ({ name })))

  test('names all of them', async () => {
    const { get, vm } = await hostOf()
    expectData(await get(''), ALL)
    expect(written(vm)).toEqual([])
    expect(JSON.parse(ALL)).toHaveLength(25)
  })

  test('is given without an agent, of a VM that is not there, and to whoever asks for more', async () => {
    const { vm } = await hostOf({ extends: 'debian-12', agent: { running: false } })
    const service = proxmoxService({ 100: { vm, agent: false } })
    for (const path of ['/nodes/pve/qemu/100/agent', '/nodes/pve/qemu/999/agent']) {
      expectData(await askService(service, 'GET', path, { params: { more: 'yes' } }), ALL)
    }
  })

  test('has a call each', () => {
    const paths = agentCalls.map(({ path }) => path.replace('/nodes/{node}/qemu/{vmid}/agent', ''))
    expect(paths.filter(path => path !== '').sort()).toEqual([...NAMES, ...WITH_PARAMETERS].sort().map(it => `/${it}`))
    expect(paths.filter(path => path === '')).toHaveLength(2)
  })
})

describe('the older way to them', () => {
  test.each(PLAIN)('is the same call (%s %s)', async (_, name, result) => {
    const { vm, post } = await hostOf()
    const answer = await post('', { command: name })
    expectData(answer, `{"result":${result ?? lastReturn(vm)}}`)
    expect(asked(vm)).toEqual(['ping', name])
  })

  test('leads to none of those with parameters', async () => {
    const { post } = await hostOf()
    for (const command of [...WITH_PARAMETERS, '', 'guest-ping']) {
      expectBadParameters(await post('', { command }), {
        command: `value '${command}' does not have a value in the enumeration '${NAMES.join(', ')}'`,
      })
    }
    expectBadParameters(await post(''), { command: 'property is missing and it is not optional' })
  })

  test("gives an error of the agent's within status 200", async () => {
    const { post } = await withFaults({ on: 'guest-get-users', error: { class: 'CommandNotFound', desc: 'No' } })
    expectData(await post('', { command: 'get-users' }), '{"result":{"error":{"class":"CommandNotFound","desc":"No"}}}')
  })

  test('fails as they do', async () => {
    const { post } = await withFaults({ on: 'guest-fstrim', hang: true })
    expectFailure(await post('', { command: 'fstrim' }), "VM 100 qga command 'guest-fstrim' failed - got timeout")
  })
})

describe('what the API makes of an answer', () => {
  test.each([
    ['null', null, 'null'],
    ['false', false, 'false'],
    ['an integer beyond 2^53', 2n ** 63n - 1n, '9223372036854775807'],
    ['a list', [{ name: 'é' }], '[{"name":"é"}]'],
  ])('%s is passed on', async (_, value, json) => {
    const { get } = await withFaults({ on: 'guest-get-host-name', return: value })
    expectData(await get('get-host-name'), `{"result":${json}}`)
  })
})

/** What the agent answered last, without the blanks. */
function lastReturn(vm: Vm): string {
  const sent = vm.events.flatMap(event => (event.type === 'out' ? event.data : [])).join('')
  const { return: returned } = JSON.parse(sent.trimEnd().split('\n').at(-1) as string)
  return JSON.stringify(returned)
}
