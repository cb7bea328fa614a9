export const title = 'The host cuts the power of a guest that never went to sleep'

export async function naive(host) {
  const agent = await host.naive()
  // Success has no answer: there is nothing to wait for.
  agent.call('guest-suspend-disk').catch(() => {})
  await host.sleep('10s')
  host.mistake('thinks that the memory is on the disk by now and cuts the power: what the guest had open is lost')
  host.vm.do({ vm: 'off' })
  return { state: 'suspended' }
}

export async function correct(host) {
  const agent = await host.correct()
  try {
    // The client sends a second sync behind the command: its answer comes also when there is no other.
    await agent.call('guest-suspend-disk')
    return { state: 'suspended' }
  } catch (error) {
    host.say(`${error.message}: pauses the VM instead`)
    host.vm.pause()
    return { state: 'paused' }
  }
}

export const moral =
  'A command without an answer has one when it fails. Send a guest-sync-delimited behind it and read up to its ' +
  'answer, and believe in the sleep of a guest when QEMU sends SUSPEND or SUSPEND_DISK.'
