import fc from 'fast-check'
import { expect, test } from 'vitest'
import { proxmoxService } from '../../../../src/http/proxmox/service.js'
import { createVm } from '../../../../src/vm.js'
import { ask } from '../ask.js'
import { current, settle } from '../tasks/finish.js'

const CALLS = ['start', 'stop', 'shutdown', 'reboot', 'reset', 'suspend', 'resume'] as const
const DEEDS = ['pause', 'powerdown', 'off', 'suspend', 'wakeup'] as const

type Step =
  | { readonly call: (typeof CALLS)[number]; readonly timeout?: number; readonly forceStop?: boolean }
  | { readonly advance: number }
  | { readonly vm: (typeof DEEDS)[number] }
  | { readonly stops: number }

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ call: fc.constantFrom(...CALLS) }) },
    {
      weight: 2,
      arbitrary: fc.record({
        call: fc.constant('shutdown' as const),
        timeout: fc.integer({ min: 0, max: 20 }),
        forceStop: fc.boolean(),
      }),
    },
    { weight: 4, arbitrary: fc.record({ advance: fc.integer({ min: 0, max: 30 }) }) },
    { weight: 2, arbitrary: fc.record({ vm: fc.constantFrom(...DEEDS) }) },
    { weight: 1, arbitrary: fc.record({ stops: fc.nat(5) }) },
  ),
  { maxLength: 12 },
)

const OFF: ReadonlySet<string> = new Set(['shutdown', 'exited'])

test('whatever is done in whatever order, states and tasks tell the same story', async () => {
  await fc.assert(
    fc.asyncProperty(
      steps,
      fc.boolean(),
      fc.constantFrom('0s', '7s'),
      fc.constantFrom('ignored', '0s', '2s'),
      async (steps, noShutdown, shutdown, button) => {
        await using vm = await createVm({
          scenario: {
            extends: 'debian-12',
            suspend: { ram: 'ok' },
            power: { boot: '10s', shutdown, button },
            qemu: { noShutdown },
          },
        })
        const service = proxmoxService(vm)
        const begun: string[] = []
        for (const step of steps) {
          if ('call' in step) {
            const { call, ...params } = step
            const { status, body } = await ask(service, 'POST', `/nodes/pve/qemu/100/status/${call}`, { params })
            expect([200, 500]).toContain(status)
            if (status === 200) begun.push(body.data)
            else expect(body.message).toMatch(/^VM (?:100 not running|is paused - cannot shutdown)\n$/)
          } else if ('advance' in step) vm.advance(`${step.advance}s`)
          else if ('stops' in step) {
            const upid = begun[step.stops]
            if (upid !== undefined) await ask(service, 'DELETE', `/nodes/pve/tasks/${upid}`)
          } else if (vm.status !== 'exited') vm.do({ vm: step.vm })
          await settle()
          const { status, qmpstatus, pid, uptime } = await current(service)
          const isOff = OFF.has(vm.status)
          expect([status, qmpstatus]).toEqual(isOff ? ['stopped', 'stopped'] : ['running', vm.status])
          expect([pid !== undefined, isOff && uptime !== 0]).toEqual([!isOff, false])
        }
        // No task waits for longer than a minute, a lock, and the signals after that; those that wait for it come after it.
        for (let minutes = 0; minutes < 15; minutes++) {
          vm.advance('1m')
          await settle()
        }
        const { body } = await ask(service, 'GET', '/nodes/pve/tasks', { params: { source: 'all', limit: 500 } })
        const tasks: readonly Record<string, unknown>[] = body.data
        expect(new Set(tasks.map(({ upid }) => upid)).size).toBe(tasks.length)
        const ended = new Set(tasks.map(({ upid }) => upid))
        expect(begun.filter(upid => !ended.has(upid))).toEqual([])
        for (const { status, starttime, endtime } of tasks) {
          expect(status).toMatch(EXIT_STATUS)
          expect((endtime as number) >= (starttime as number)).toBe(true)
        }
      },
    ),
    { numRuns: 60 },
  )
}, 120_000)

const EXIT_STATUS =
  /^(?:OK|received interrupt|VM 100 already running|VM 100 not running|VM quit\/powerdown failed(?: - got timeout)?|can't lock file '\/var\/lock\/qemu-server\/lock-100\.conf' - got timeout)$/
