export const title = 'The guest refuses a certificate of today: it lives in the day before yesterday'

const SECOND = 1_000_000_000n

/** Nanoseconds since 1970, as the host has it: it is what QEMU gives the hardware clock. */
const now = host => host.vm.guest.clock.rtc()

/** Makes a certificate that is valid from now on, and asks what the guest will make of it. */
async function deploy(host, agent) {
  const validFrom = now(host)
  const inGuest = BigInt(await agent.call('guest-get-time'))
  return inGuest >= validFrom
}

export async function naive(host) {
  const agent = await host.naive()
  const accepted = await deploy(host, agent)
  host.mistake('deploys a certificate and is told that it is not yet valid: the guest slept as long as the host')
  return { accepted }
}

export async function correct(host) {
  const agent = await host.correct()
  const behind = now(host) - (await agent.call('guest-get-time'))
  if (behind > SECOND) {
    host.say(`the guest is ${behind / SECOND / 3600n} hours behind: sets its clock`)
    await agent.call('guest-set-time', { time: now(host) })
  }
  return { accepted: await deploy(host, agent) }
}

export const moral =
  'A VM that stood still is behind by just that time and does not know it. Whoever resumes one compares ' +
  'guest-get-time with the clock of the host, and sets it with guest-set-time (nanoseconds since 1970).'
