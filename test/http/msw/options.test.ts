import { afterEach, expect, test } from 'vitest'
import { kubevirtHandlers, proxmoxHandlers } from '../../../src/http/msw.js'
import { createVm, type Vm } from '../../../src/vm.js'

let vm: Vm
afterEach(() => vm.close())

test.each([
  [null, 'null'],
  [[], 'an empty list'],
  [5, '5'],
])('handlers are not made with options that are none: %j', async (options, got) => {
  vm = await createVm()
  const given = options as unknown as undefined
  const message = `expected an object with version, users, got ${got}.`
  expect(() => proxmoxHandlers(vm, given)).toThrow(new TypeError(`proxmoxHandlers: ${message}`))
  expect(() => kubevirtHandlers(vm, given)).toThrow(new TypeError(`kubevirtHandlers: ${message}`))
})
