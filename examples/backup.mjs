// A backup tool under test: did it freeze, copy and thaw, in that order, and thaw again when copying failed?
import assert from 'node:assert/strict'
import { createVm } from 'mockvm'

async function backup(vm, copy) {
  const frozen = await vm.call('guest-fsfreeze-freeze')
  try {
    await copy()
  } finally {
    assert.equal(await vm.call('guest-fsfreeze-thaw'), frozen)
  }
}

const vm = await createVm({ scenario: 'debian-12', seed: 7 })
await backup(vm, async () => {
  // While frozen, only a handful of commands is allowed.
  await assert.rejects(vm.call('guest-file-open', { path: '/etc/hostname' }), {
    message: 'Command guest-file-open has been disabled: the agent is in frozen state',
  })
})
await assert.rejects(
  backup(vm, () => Promise.reject(new Error('disk full'))),
  { message: 'disk full' },
)

console.log(
  vm
    .calls()
    .map(call => call.name)
    .join('\n'),
)
await vm.close()
