import { expect, test } from 'vitest'
import { typedResult } from '../../src/client/typed-result.js'
import { createVm } from '../../src/index.js'
import type { JsonValue } from '../../src/json/value.js'

const object = (members: Readonly<Record<string, JsonValue>>): JsonValue => new Map(Object.entries(members))

test('a double that is whole is a number, and an integer is a bigint, however deep', () => {
  expect(typedResult('guest-get-load', object({ load1m: 1n, load5m: 0.5, load15m: 0n }))).toEqual({
    load1m: 1,
    load5m: 0.5,
    load15m: 0,
  })
  const disk = object({
    name: '/dev/nvme0n1',
    partition: false,
    address: object({ 'bus-type': 'nvme', 'ccw-address': object({ cssid: 254n }) }),
    smart: object({ type: 'nvme', temperature: 323n }),
    'not known': object({ here: 1n }),
  })
  expect(typedResult('guest-get-disks', [disk])).toEqual([
    {
      name: '/dev/nvme0n1',
      partition: false,
      address: { 'bus-type': 'nvme', 'ccw-address': { cssid: 254n } },
      smart: { type: 'nvme', temperature: 323n },
      'not known': { here: 1n },
    },
  ])
})

test('the commands of later agents are typed in vm.call', async () => {
  await using vm = await createVm({ scenario: { extends: 'debian-12', agent: { version: '11.1.0' } } })
  const { load1m }: { readonly load1m: number } = await vm.call('guest-get-load')
  expect(load1m).toBe(0)
  const [vda14] = await vm.call('guest-get-disks')
  const dependencies: readonly string[] | undefined = vda14?.dependencies
  expect(dependencies).toEqual(['/dev/vda'])
  const [cpu] = await vm.call('guest-get-cpustats')
  const type: 'linux' | undefined = cpu?.type
  expect([type, cpu?.idle]).toEqual(['linux', 191_250n])
  const flags = (await vm.call('guest-network-get-route')).map(route => route.flags)
  expect(flags).toContain(18_446_744_071_564_165_121n)
  const [filesystem] = await vm.call('guest-get-fsinfo')
  expect(filesystem?.disk[0]?.dev).toBe('/dev/vda15')
  expect(await vm.call('guest-ssh-add-authorized-keys', { username: 'debian', keys: ['k'] })).toBe(undefined)
  expect(await vm.call('guest-ssh-get-authorized-keys', { username: 'debian' })).toEqual({ keys: ['k'] })
})
