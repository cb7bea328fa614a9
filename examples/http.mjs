// A backup tool over the API of Proxmox VE: an agent's error comes with status 200, and whoever doesn't look backs up a file
// system that was never frozen.
import assert from 'node:assert/strict'
import { createVm } from 'mockvm'
import { proxmoxHandlers } from 'mockvm/msw'
import { setupServer } from 'msw/node'

const API = 'https://pve.example:8006/api2/json/nodes/pve/qemu/100/agent'

/** `data.result` of a call without parameters. */
async function agent(call) {
  const response = await fetch(`${API}/${call}`, { method: 'POST' })
  if (!response.ok) throw new Error(`${call}: ${response.status} ${response.statusText}`)
  const { result } = (await response.json()).data
  if (result?.error !== undefined) throw new Error(`${call}: ${result.error.desc}`)
  return result
}

async function backup(copy, attempts = 3) {
  for (let attempt = 1; ; attempt++) {
    try {
      console.log(`frozen: ${await agent('fsfreeze-freeze')} file systems`)
      break
    } catch (error) {
      console.log(error.message)
      if (attempt === attempts) throw error
    }
  }
  try {
    await copy()
  } finally {
    console.log(`thawed: ${await agent('fsfreeze-thaw')} file systems`)
  }
}

const vm = await createVm({ scenario: 'debian-12', seed: 7 })
vm.faults.add({ on: 'guest-fsfreeze-freeze', error: { desc: 'failed to freeze /: Device or resource busy' }, times: 1 })
const server = setupServer(...proxmoxHandlers(vm))
server.listen({ onUnhandledRequest: 'error' })

await backup(async () => assert.equal(await agent('fsfreeze-status'), 'frozen'))

// What the agent was asked for; a guest-ping goes before every call.
const names = vm.calls().map(call => call.name)
assert.deepEqual(
  names.filter(name => name.startsWith('guest-fsfreeze')),
  ['guest-fsfreeze-freeze', 'guest-fsfreeze-freeze', 'guest-fsfreeze-status', 'guest-fsfreeze-thaw'],
)
server.close()
await vm.close()
