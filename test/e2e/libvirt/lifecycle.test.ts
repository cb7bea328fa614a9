import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { debian, startDomain, untilAgent } from './domain.js'
import { Libvirtd } from './libvirtd.js'

/** The image of the persona is for clouds: its systemd refuses to suspend. */
const SUSPENDS = 'suspend: { disk: ok, ram: ok, hybrid: ok }\n'

let daemon: Libvirtd

beforeAll(async () => {
  daemon = await Libvirtd.start()
})

afterAll(() => daemon?.remove())

beforeEach(() =>
  startDomain(daemon, { name: 'guest', emulator: inject('emulator'), scenario: debian('7.2.22', SUSPENDS) }),
)

afterEach(async () => {
  await daemon.virsh.run('destroy', 'guest')
  await daemon.virsh.print('undefine', 'guest')
})

const print = (...args: string[]) => daemon.virsh.print(...args)
const fail = (...args: string[]) => daemon.virsh.fail(...args)
const untilState = (state: string) => daemon.virsh.untilState('guest', state)

async function expectAgent(): Promise<void> {
  await untilAgent(daemon, 'guest')
  expect(await print('qemu-agent-command', 'guest', '{"execute": "guest-ping"}')).toBe('{"return":{}}\n\n')
}

test.each(['mem', 'hybrid'])('dompmsuspend %s puts the guest to sleep, and dompmwakeup wakes it', async target => {
  expect(await print('dompmsuspend', 'guest', target)).toBe("Domain 'guest' successfully suspended\n")
  await untilState('pmsuspended (unknown)')
  expect(await print('dompmwakeup', 'guest')).toBe("Domain 'guest' successfully woken up\n")
  await untilState('running (event wakeup)')
  await expectAgent()
})

test('dompmsuspend disk leaves the domain off', async () => {
  expect(await print('dompmsuspend', 'guest', 'disk')).toBe("Domain 'guest' successfully suspended\n")
  await untilState('shut off (shutdown)')
})

test('dompmwakeup of a guest that is awake fails', async () => {
  expect(await fail('dompmwakeup', 'guest')).toBe(
    "error: Domain 'guest' could not be woken up\nerror: internal error: unable to execute QEMU command 'system_wakeup': Unable to wake up: guest is not in suspended state\n",
  )
})

test('suspend stops the vCPUs until resume', async () => {
  expect(await print('suspend', 'guest')).toBe("Domain 'guest' suspended\n\n")
  expect(await print('domstate', 'guest', '--reason')).toBe('paused (user)\n\n')
  expect(await print('resume', 'guest')).toBe("Domain 'guest' resumed\n\n")
  expect(await print('domstate', 'guest', '--reason')).toBe('running (unpaused)\n\n')
  await expectAgent()
})

test('reset boots the guest anew', async () => {
  await print('setvcpus', 'guest', '2', '--guest')
  expect(await print('reset', 'guest')).toBe("Domain 'guest' was reset\n\n")
  await expectAgent()
  await daemon.virsh.until(['vcpucount', 'guest', '--guest'], ({ stdout }) => stdout === '4\n\n')
})

test.each(['agent', 'acpi'])('reboot --mode %s boots the guest anew', async mode => {
  await print('setvcpus', 'guest', '2', '--guest')
  expect(await print('reboot', 'guest', '--mode', mode)).toBe("Domain 'guest' is being rebooted\n\n")
  await daemon.virsh.until(['vcpucount', 'guest', '--guest'], ({ stdout }) => stdout === '4\n\n')
  expect(await print('domstate', 'guest')).toBe('running\n\n')
})

test.each(['agent', 'acpi'])('shutdown --mode %s ends the domain', async mode => {
  expect(await print('shutdown', 'guest', '--mode', mode)).toBe("Domain 'guest' is being shutdown\n\n")
  await untilState('shut off (shutdown)')
})

test('destroy ends the domain at once, and it can be started again', async () => {
  expect(await print('destroy', 'guest')).toBe("Domain 'guest' destroyed\n\n")
  expect(await print('domstate', 'guest', '--reason')).toBe('shut off (destroyed)\n\n')
  expect(await print('start', 'guest')).toBe("Domain 'guest' started\n\n")
  await expectAgent()
})

test('a libvirtd that starts anew finds the domain and its agent', async () => {
  await print('setvcpus', 'guest', '2', '--guest')
  await daemon.stop()
  await daemon.start()
  await untilState('running (booted)')
  await expectAgent()
  // The guest has been there all the time.
  expect(await print('vcpucount', 'guest', '--guest')).toBe('2\n\n')
})
