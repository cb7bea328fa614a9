import { afterEach, expect, test } from 'vitest'
import { type Fleet, membersOf } from '../../src/http/fleet.js'
import { createVm, type Vm } from '../../src/vm.js'
import { refusal } from '../scenario/vocabulary.js'

const vms: Vm[] = []
afterEach(async () => {
  for (const vm of vms.splice(0)) await vm.close()
})

const PLATFORM = { name: 'handlers', example: '{ web: vm }' }

async function start(): Promise<Vm> {
  const vm = await createVm({ scenario: 'minimal' })
  vms.push(vm)
  return vm
}

test('a VM alone has no id', async () => {
  const vm = await start()
  expect(membersOf(PLATFORM, vm)).toEqual([{ id: undefined, vm, settings: {} }])
})

test('a fleet has ids, and settings beside its VMs', async () => {
  const [web, database] = [await start(), await start()]
  const fleet: Fleet<{ node?: string }> = { web, 'data/db-1': { vm: database, node: 'node02' } }
  expect(membersOf(PLATFORM, fleet)).toEqual([
    { id: 'web', vm: web, settings: {} },
    { id: 'data/db-1', vm: database, settings: { node: 'node02' } },
  ])
})

const ONE = 'handlers: expected a VM of createVm(), or a record of VMs such as { web: vm }, got'
const MEMBER = 'handlers: 100: expected a VM of createVm(), or { vm, … }, got'

test.each([
  [undefined, `${ONE} nothing`],
  [null, `${ONE} null`],
  ['debian-12', `${ONE} "debian-12"`],
  [{}, `${ONE} an empty map`],
  [Promise.resolve(), `${ONE} a promise. Await createVm() first.`],
  [{ 100: undefined }, `${MEMBER} nothing`],
  [{ 100: 'debian-12' }, `${MEMBER} "debian-12"`],
  [{ 100: { node: 'pve2' } }, `${MEMBER} a map`],
  [{ 100: Promise.resolve() }, `${MEMBER} a promise. Await createVm() first.`],
])('%j is no fleet', (fleet, message) => {
  expect(refusal(() => membersOf(PLATFORM, fleet as unknown as Vm))).toBe(message)
})

test('a VM has one place', async () => {
  const [one, other] = [await start(), await start()]
  expect(refusal(() => membersOf(PLATFORM, { web: one, db: other, 'shop/web': { vm: one } }))).toBe(
    'handlers: shop/web: expected a VM of its own, got that of web',
  )
})
