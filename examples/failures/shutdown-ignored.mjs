export const title = 'The host copies the disk of a guest that it believes to be off'

export async function naive(host) {
  const agent = await host.naive()
  // A guest that is off can't answer.
  const isOff = await agent.call('guest-shutdown').then(
    () => false,
    () => true,
  )
  host.mistake('takes the silence for a guest that is off, and copies its disk: the guest runs and writes')
  return { isOff }
}

export async function correct(host) {
  const agent = await host.correct()
  await agent.call('guest-shutdown')
  for (let seconds = 0; isRunning(host); seconds++) {
    if (seconds === 60) {
      host.say('the guest still runs after a minute: cuts the power')
      host.vm.do({ vm: 'off' })
    } else await host.sleep('1s')
  }
  return { isOff: true }
}

/** What QMP's query-status, or its event SHUTDOWN, tells of a real VM. */
function isRunning(host) {
  return host.vm.guest.power.state !== 'off'
}

export const moral =
  'guest-shutdown answers nothing when it succeeds, and succeeding means only that shutdown(8) did. Watch QEMU ' +
  'for the SHUTDOWN event, and have a plan for the guest that never gets there.'
