import { describe, expect, test } from 'vitest'
import type { PowerState } from '../../src/guest/changes.js'
import type { ScenarioInput } from '../../src/index.js'
import { fails, OK, type Talk, talk } from './talk.js'

type Mode = 'disk' | 'ram' | 'hybrid'
type Outcome = 'ok' | 'unsupported' | 'fails'

const VERSIONS = ['2.11.0', '5.2.0', '7.2.22', '11.1.3']
const SYSTEMD = { disk: 'hibernate', ram: 'suspend', hybrid: 'hybrid-sleep' }
const PM_UTILS = { disk: 'hibernate', ram: 'suspend', hybrid: 'suspend-hybrid' }

const UNSUPPORTED = fails('the requested suspend mode is not supported by the guest')
const CHILD_FAILED = fails('child process has failed to suspend')
const KERNEL_FAILED = fails("suspend: cannot write to '/sys/power/state': Device or resource busy")
const helperFailed = (command: string, status: number) =>
  fails(`the helper program '${command}' returned an unexpected exit status code (${status})`)

/** What the agent ran, in order. */
function started(host: Talk): string[] {
  return host.vm.events.flatMap(event => {
    return event.type === 'guest' && event.change.what === 'process-start' ? [event.change.argv.join(' ')] : []
  })
}

/** The tests of guest-suspend-disk, guest-suspend-ram and guest-suspend-hybrid, which differ in little. */
export function testSuspend(mode: Mode, state: PowerState): void {
  const name = `guest-suspend-${mode}`

  /** A guest with nothing but the kernel, unless programs are given. */
  function plain(version: string, outcome: Outcome, programs: NonNullable<ScenarioInput['programs']> = []) {
    return talk({ scenario: { extends: 'minimal', suspend: { [mode]: outcome }, programs }, agent: { version } })
  }

  /** A guest with systemd. */
  function systemd(version: string, outcome: Outcome, programs: NonNullable<ScenarioInput['programs']> = []) {
    return talk({ scenario: { extends: 'debian-12', suspend: { [mode]: outcome }, programs }, agent: { version } })
  }

  test('it is not answered, and what is asked then waits until the guest wakes up', async () => {
    for (const version of VERSIONS) {
      for (const host of [await plain(version, 'ok'), await systemd(version, 'ok')]) {
        expect(await host.ask(name)).toBe('')
        expect([host.vm.guest.power.state, host.vm.agent.state]).toEqual([state, 'paused'])
        expect(await host.ask('guest-ping')).toBe('')
        host.vm.wakeup()
        expect([host.vm.guest.power.state, host.vm.agent.state]).toEqual(['running', 'running'])
        expect(await host.more()).toBe(`${OK}\n`)
      }
    }
  })

  describe('in a guest with nothing but the kernel', () => {
    test.each(VERSIONS)('agent %s says so of a mode that it does not have', async version => {
      const host = await plain(version, 'unsupported')
      expect(await host.ask(name)).toBe(UNSUPPORTED)
      expect(host.vm.guest.power.state).toBe('running')
      expect(started(host)).toEqual([])
    })

    test.each([
      ['2.11.0', CHILD_FAILED],
      ['5.2.0', CHILD_FAILED],
      ['7.2.22', CHILD_FAILED],
      ['9.0.4', CHILD_FAILED],
      ['9.1.0', KERNEL_FAILED],
      ['11.1.3', KERNEL_FAILED],
    ])('agent %s tells that the kernel would not', async (version, reply) => {
      const host = await plain(version, 'fails')
      // The kernel knows no hybrid mode: 5.2 and later see that nobody else is there.
      expect(await host.ask(name)).toBe(mode === 'hybrid' && version !== '2.11.0' ? UNSUPPORTED : reply)
      expect(host.vm.guest.power.state).toBe('running')
    })
  })

  describe('in a guest with systemd', () => {
    const status = `systemctl status systemd-${SYSTEMD[mode]}`
    const command = `systemctl ${SYSTEMD[mode]}`

    test('agent 2.11.0 knows nothing of it', async () => {
      const host = await systemd('2.11.0', 'unsupported')
      expect(await host.ask(name)).toBe(UNSUPPORTED)
      expect(started(host)).toEqual([])
    })

    test.each(['5.2.0', '7.2.22', '11.1.3'])('agent %s lets systemd do it', async version => {
      const host = await systemd(version, 'ok')
      expect(await host.ask(name)).toBe('')
      expect(started(host)).toEqual([status, command])
    })

    test.each(['5.2.0', '7.2.22', '11.1.3'])(
      'agent %s tells what is left when nothing else is tried',
      async version => {
        const host = await systemd(version, 'unsupported')
        expect(await host.ask(name)).toBe(helperFailed(command, 1))
        expect(started(host)).toEqual([status, command])
        expect(host.vm.guest.power.state).toBe('running')
      },
    )

    test.each([
      ['5.2.0', CHILD_FAILED],
      ['7.2.22', CHILD_FAILED],
      ['11.1.3', KERNEL_FAILED],
    ])('agent %s tells what the kernel said, which it tried last', async (version, reply) => {
      const host = await systemd(version, 'fails')
      expect(await host.ask(name)).toBe(mode === 'hybrid' ? helperFailed(command, 1) : reply)
    })

    test('a systemd without that unit is as none', async () => {
      const host = await systemd('7.2.22', 'ok', [{ match: 'systemctl status *', exitCode: 4 }])
      expect(await host.ask(name)).toBe('')
      expect(started(host)).toEqual([status])
      expect(host.vm.guest.power.state).toBe(state)
    })

    test('a systemd that is killed has terminated abnormally', async () => {
      const host = await systemd('7.2.22', 'unsupported', [{ match: command, signal: 9 }])
      expect(await host.ask(name)).toBe(fails('child process has terminated abnormally'))
    })
  })

  describe('in a guest with pm-utils', () => {
    const query = { match: 'pm-is-supported *' }
    const command = `pm-${PM_UTILS[mode]}`

    test.each(VERSIONS)('agent %s lets them do it', async version => {
      const host = await plain(version, 'unsupported', [query, { match: command }])
      expect(await host.ask(name)).toBe('')
      const path = version === '2.11.0' ? '/usr/local/bin/' : ''
      expect(started(host)).toEqual([`${path}pm-is-supported --${PM_UTILS[mode]}`, command])
    })

    test.each([
      ['2.11.0', CHILD_FAILED],
      ['5.2.0', helperFailed(command, 5)],
      ['7.2.22', helperFailed(command, 5)],
      ['11.1.3', helperFailed(command, 5)],
    ])('agent %s tells that they failed', async (version, reply) => {
      const host = await plain(version, 'unsupported', [query, { match: command, exitCode: 5 }])
      expect(await host.ask(name)).toBe(reply)
    })

    test.each([
      ['2.11.0', helperFailed('/usr/local/bin/pm-is-supported', 7)],
      ['5.2.0', UNSUPPORTED],
      ['7.2.22', UNSUPPORTED],
      ['11.1.3', UNSUPPORTED],
    ])('agent %s answers %j where they can not even tell', async (version, reply) => {
      const host = await plain(version, 'unsupported', [{ ...query, exitCode: 7 }])
      expect(await host.ask(name)).toBe(reply)
    })

    test.each([
      ['2.11.0', UNSUPPORTED],
      ['5.2.0', ''],
      ['7.2.22', ''],
      ['11.1.3', ''],
    ])('agent %s answers %j where only the kernel could', async (version, reply) => {
      const host = await plain(version, 'ok', [{ ...query, exitCode: 1 }])
      expect(await host.ask(name)).toBe(reply)
    })
  })

  test('it takes no arguments', async () => {
    const host = await talk()
    expect(await host.ask(name, { x: 1 })).toBe(fails("Parameter 'x' is unexpected"))
  })
}
