import { expect, test } from 'vitest'
import { proxmoxService } from '../../../../src/http/proxmox/service.js'
import { createVm } from '../../../../src/index.js'
import { ask } from '../ask.js'

test('a VM that is closed is told of', async () => {
  const vm = await createVm()
  const service = proxmoxService(vm)
  await vm.close()
  expect(await ask(service, 'POST', '/nodes/pve/qemu/100/agent/ping')).toMatchObject({
    status: 500,
    reason: 'VM 100: the VM is closed',
    text: '{"data":null,"message":"VM 100: the VM is closed\\n"}',
  })
  expect(await ask(service, 'GET', '/access/ticket')).toMatchObject({ status: 200 })
})

test('a fault of ours is an answer, not a rejection', async () => {
  const vm = await createVm()
  const service = proxmoxService(vm)
  vm.connect = () => {
    throw new RangeError('out of sockets\nin two lines')
  }
  expect(await ask(service, 'POST', '/nodes/pve/qemu/100/agent/ping')).toMatchObject({
    status: 500,
    reason: 'mockvm: out of sockets',
    text: '{"data":null,"message":"mockvm: out of sockets\\nin two lines\\n"}',
  })
  await vm.close()
})
