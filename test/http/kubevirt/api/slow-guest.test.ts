import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { kubevirtService } from '../../../../src/http/kubevirt/service.js'
import { createVm, type ScenarioInput, type VmOptions } from '../../../../src/index.js'
import { ask, failure, OBJECTS, SUBRESOURCES } from '../ask.js'

// biome-ignore lint/suspicious/noExplicitAny: objects of any kind
type Any = any

const MACHINES = SUBRESOURCES.replace(/instances$/, 's')
const UNDERWAY = 'unable to complete request: stop/start already underway'

/** A guest that takes 20 s to go down. */
async function slow(power: ScenarioInput['power'] = {}, options: VmOptions = {}) {
  const set = [{ path: 'power', value: { shutdown: '20s', ...power } }]
  const vm = await createVm({ scenario: 'minimal', set, ...options })
  const service = kubevirtService({ web: vm })
  const look = async (path: string) => (await ask(service, 'GET', path)).body as Any
  return {
    vm,
    put: (action: string, json?: unknown) => ask(service, 'PUT', `${MACHINES}/web/${action}`, { json }),
    softreboot: () => ask(service, 'PUT', `${SUBRESOURCES}/web/softreboot`),
    remove: () => ask(service, 'DELETE', `${OBJECTS}/web`),
    vmi: () => look(`${OBJECTS}/web`),
    uid: async () => (await look(`${OBJECTS}/web`)).metadata.uid,
    /** What is to be seen of it. */
    seen: async () => {
      const { status, metadata, code } = await look(`${OBJECTS}/web`)
      const { printableStatus } = (await look(`/apis/kubevirt.io/v1/namespaces/default/virtualmachines/web`)).status
      const isGoing = metadata.deletionTimestamp !== undefined
      return [vm.status, printableStatus, code ?? `${status.phase}${isGoing ? ', going' : ''}`]
    },
    [Symbol.asyncDispose]: () => vm.close(),
  }
}

const STOPPED = ['shutdown', 'Stopped', 404]
const GOING = ['running', 'Stopping', 'Running, going']
const RUNNING = ['running', 'Running', 'Running']

describe('a guest that takes its time to go down', () => {
  test('is stopping until then', async () => {
    await using it = await slow()
    await it.put('stop')
    it.vm.advance('19s')
    expect(await it.seen()).toEqual(GOING)
    it.vm.advance('1s')
    expect(await it.seen()).toEqual(STOPPED)
  })

  test('restarts once', async () => {
    await using it = await slow()
    const first = await it.uid()
    await it.put('restart')
    it.vm.advance('1s')
    expect((await it.put('restart')).body).toEqual(
      failure(500, 'InternalError', `Internal error occurred: ${UNDERWAY}`, { causes: [{ message: UNDERWAY }] }),
    )
    it.vm.advance('5m')
    expect([await it.seen(), (await it.uid()) === first]).toEqual([RUNNING, false])
    expect((await it.put('restart')).status).toBe(202)
  })

  test('stays down where a stop has followed the restart', async () => {
    await using it = await slow()
    await it.put('restart')
    it.vm.advance('1s')
    expect((await it.put('stop')).status).toBe(202)
    it.vm.advance('5m')
    expect(await it.seen()).toEqual(STOPPED)
  })

  test('is not restarted where a stop came before', async () => {
    await using it = await slow()
    await it.put('stop')
    expect((await it.put('restart')).status).toBe(500)
    expect((await it.put('restart', { dryRun: ['All'] })).status).toBe(500)
    it.vm.advance('5m')
    expect(await it.seen()).toEqual(STOPPED)
  })

  test('restarts though its instance was deleted meanwhile', async () => {
    await using it = await slow()
    await it.put('restart')
    await it.remove()
    it.vm.advance('5m')
    expect(await it.seen()).toEqual(RUNNING)
  })

  test('has no more time for being asked again', async () => {
    await using it = await slow({ button: 'ignored' })
    await it.put('stop')
    it.vm.advance('20s')
    await it.put('stop')
    await it.remove()
    it.vm.advance('10s')
    expect(await it.seen()).toEqual(['exited', 'Stopped', 404])
  })

  test('is given another time by another stop', async () => {
    await using it = await slow({ button: 'ignored' })
    await it.put('stop')
    await it.put('stop', { gracePeriod: 5 })
    it.vm.advance('5s')
    expect(await it.seen()).toEqual(['exited', 'Stopped', 404])
  })

  test.each([0, -5])('is ended at once with a grace period of %i', async gracePeriod => {
    await using it = await slow()
    await it.put('stop', { gracePeriod })
    expect(await it.seen()).toEqual(['exited', 'Stopped', 404])
  })
})

describe('a soft reboot by the power button', () => {
  test('of a guest that notices none is over when somebody ends it', async () => {
    await using it = await slow({ button: 'ignored' })
    it.vm.do({ agent: 'stop' })
    expect((await it.softreboot()).status).toBe(200)
    it.vm.advance('1h')
    await it.put('stop', { gracePeriod: 0 })
    it.vm.advance('1h')
    expect(await it.seen()).toEqual(['exited', 'Stopped', 404])
  })

  test('is no more when the instance is deleted', async () => {
    await using it = await slow()
    it.vm.do({ agent: 'stop' })
    await it.softreboot()
    it.vm.advance('5s')
    await it.remove()
    it.vm.advance('15s')
    expect(await it.seen()).toEqual(STOPPED)
  })
})

describe('the phase of a guest that has ended', () => {
  test.each([true, false])('is the same with a journal or without: %s', async keepEvents => {
    await using it = await slow({}, { keepEvents })
    it.vm.powerdown()
    it.vm.advance('1m')
    expect(await it.seen()).toEqual(['shutdown', 'Stopped', 'Succeeded'])
    await it.put('start')
    it.vm.do({ vm: 'off' })
    expect(await it.seen()).toEqual(['shutdown', 'Stopped', 'Failed'])
  })
})

describe('a VM that is put back', () => {
  test.each(['stop', 'restart'])('knows nothing of a later %s', async action => {
    await using it = await slow()
    const uid = await it.uid()
    const before = it.vm.snapshot()
    await it.put(action)
    it.vm.advance('2s')
    it.vm.restore(before)
    it.vm.advance('10m')
    expect([await it.seen(), await it.uid()]).toEqual([RUNNING, uid])
    it.vm.powerdown()
    it.vm.advance('1m')
    expect(await it.seen()).toEqual(['shutdown', 'Stopped', 'Succeeded'])
  })

  test('to where its guest had powered off has ended so', async () => {
    await using it = await slow()
    it.vm.powerdown()
    it.vm.advance('1m')
    const before = it.vm.snapshot()
    it.vm.advance('1s')
    await it.put('start')
    it.vm.advance('1s')
    it.vm.restore(before)
    expect(await it.seen()).toEqual(['shutdown', 'Stopped', 'Succeeded'])
  })

  test('can be stopped again, at the very same time', async () => {
    await using it = await slow()
    const before = it.vm.snapshot()
    await it.put('restart')
    it.vm.restore(before)
    expect(await it.seen()).toEqual(RUNNING)
    await it.put('stop')
    it.vm.advance('20s')
    expect(await it.seen()).toEqual(STOPPED)
  })

  test('to where it ran is another instance than the one that has gone', async () => {
    await using it = await slow()
    const uid = await it.uid()
    const before = it.vm.snapshot()
    await it.put('stop')
    it.vm.advance('20s')
    it.vm.restore(before)
    expect([await it.seen(), (await it.uid()) === uid]).toEqual([RUNNING, false])
  })
})

describe('bodies of start, stop and restart', () => {
  const unreadable = (why: string) =>
    failure(400, 'BadRequest', `Can not unmarshal Request body to struct, error: ${why}`)
  const mistyped = (what: string, field: string, type: string) =>
    unreadable(`json: cannot unmarshal ${what} into Go struct field ${field} of type ${type}`)

  test.each<[string, unknown, object]>([
    ['stop', { gracePeriod: 1.5 }, mistyped('number 1.5', 'StopOptions.gracePeriod', 'int64')],
    ['stop', { gracePeriod: 1e30 }, mistyped('number 1e+30', 'StopOptions.gracePeriod', 'int64')],
    ['stop', { gracePeriod: 'a' }, mistyped('string', 'StopOptions.gracePeriod', 'int64')],
    ['stop', { dryRun: 'All' }, mistyped('string', 'StopOptions.dryRun', '[]string')],
    ['restart', { gracePeriodSeconds: [] }, mistyped('array', 'RestartOptions.gracePeriodSeconds', 'int64')],
  ])('%s refuses %j, and changes nothing', async (action, json, body) => {
    await using it = await slow()
    const before = await it.vmi()
    expect(await it.put(action, json)).toMatchObject({ status: 400, reason: 'Bad Request', body })
    expect(await it.vmi()).toEqual(before)
    // A proper one is none too late.
    await it.put('stop')
    it.vm.advance('20s')
    expect(await it.seen()).toEqual(STOPPED)
    expect((await it.put('start', { paused: 1 })).body).toEqual(mistyped('number 1', 'StartOptions.paused', 'bool'))
  })

  test('may be YAML', async () => {
    await using it = await slow()
    const service = kubevirtService({ web: it.vm })
    expect((await ask(service, 'PUT', `${MACHINES}/web/stop`, { text: 'gracePeriod: 0\n' })).status).toBe(202)
    expect(it.vm.status).toBe('exited')
  })

  test('that are none are told in the words of Go, whatever reads them here', async () => {
    await using it = await slow()
    const service = kubevirtService({ web: it.vm })
    const { body } = await ask(service, 'PUT', `${MACHINES}/web/stop`, { text: '{"gracePeriod": g}' })
    expect(body).toEqual(unreadable('invalid character in the body'))
  })

  test('of any kind are taken or refused, and never with a fault of our own', async () => {
    const name = fc.constantFrom('gracePeriod', 'gracePeriodSeconds', 'paused', 'dryRun', '__proto__', 'constructor')
    const value = fc.oneof(fc.jsonValue({ maxDepth: 1 }), fc.double(), fc.bigInt().map(Number), fc.constant('All'))
    const json = fc.dictionary(name, value, { maxKeys: 3 }).map(it => JSON.stringify(it))
    await using it = await slow()
    const service = kubevirtService({ web: it.vm })
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('start', 'stop', 'restart'),
        fc.oneof(json, fc.string({ maxLength: 9 })),
        async (action, text) => {
          const { status, body } = await ask(service, 'PUT', `${MACHINES}/web/${action}`, { text })
          expect([202, 400, 409, 500]).toContain(status)
          if (status === 500) expect((body as Any).message).toBe(`Internal error occurred: ${UNDERWAY}`)
          it.vm.advance('7s')
        },
      ),
    )
  })

  test('are read before it is looked for whom, but by start', async () => {
    await using it = await slow()
    const service = kubevirtService({ web: it.vm })
    const statusOf = async (action: string) =>
      (await ask(service, 'PUT', `${MACHINES}/nobody/${action}`, { text: '[1]' })).status
    expect([await statusOf('stop'), await statusOf('restart'), await statusOf('start')]).toEqual([400, 400, 404])
  })
})
