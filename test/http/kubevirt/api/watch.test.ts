import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { kubevirtService } from '../../../../src/http/kubevirt/service.js'
import { createVm, type Vm } from '../../../../src/index.js'
import { ask, failure, OBJECTS, send, type WatchEvent, Watching } from '../ask.js'
import { ALL, one, three } from './cluster.js'

// biome-ignore lint/suspicious/noExplicitAny: objects of any kind
type Any = any

const ONLY_WEB = '&fieldSelector=metadata.name%3Dweb'

const told = (events: readonly WatchEvent[]) => events.map(({ type, object }) => `${type} ${object.metadata?.name}`)

describe('a watch', () => {
  test('tells of what is there, and of what changes', async () => {
    const { service, web } = await three()
    const watching = await Watching.begin(service, `${OBJECTS}?watch=true`)
    expect(watching.response.headers.get('content-type')).toBe('application/json')
    web.pause()
    expect(told(await watching.all())).toEqual(['ADDED db', 'ADDED web', 'MODIFIED web'])
    await watching.stop()
  })

  test.each([
    [`${OBJECTS}?watch=1&fieldSelector=metadata.name%3Dweb`],
    [`/apis/kubevirt.io/v1/watch/namespaces/default/virtualmachineinstances/web`],
    [`/apis/kubevirt.io/v1/watch/namespaces/default/virtualmachineinstances?labelSelector=app%3Dweb`],
  ])('%s tells of what is selected alone', async path => {
    const { service, web, db } = await three()
    const watching = await Watching.begin(service, path)
    db.pause()
    web.pause()
    expect(told(await watching.all())).toEqual(['ADDED web', 'MODIFIED web'])
    await watching.stop()
  })

  test('goes on from a version', async () => {
    const { service, vm } = await one()
    const { metadata } = (await ask(service, 'GET', OBJECTS)).body as Any
    vm.pause()
    const watching = await Watching.begin(service, `${OBJECTS}?watch=true&resourceVersion=${metadata.resourceVersion}`)
    vm.resume()
    expect(told(await watching.all())).toEqual(['MODIFIED web', 'MODIFIED web'])
    await watching.stop()
  })

  test('ends with an error where its version is gone, or has not come', async () => {
    const { service } = await one()
    const old = await Watching.begin(service, `${OBJECTS}?watch=true&resourceVersion=1`)
    expect([old.response.status, await old.all(), old.hasEnded]).toEqual([
      200,
      [{ type: 'ERROR', object: failure(410, 'Expired', 'too old resource version: 1 (1000)') }],
      true,
    ])
    const ahead = await Watching.begin(service, `${OBJECTS}?watch=true&resourceVersion=99999`)
    expect([(await ahead.all()).map(({ object }) => object.code), ahead.hasEnded]).toEqual([[504], true])
  })

  test('can begin only so far back, and so can the pages of a list', async () => {
    const { service, web } = await three()
    const { metadata } = (await ask(service, 'GET', `${ALL}?limit=1`)).body as Any
    for (let times = 0; times < 501; times++) {
      web.pause()
      web.resume()
    }
    const watching = await Watching.begin(service, `${ALL}?watch=true&resourceVersion=${metadata.resourceVersion}`)
    const [event] = await watching.all()
    expect([event?.type, event?.object.code, event?.object.reason, watching.hasEnded]).toEqual([
      'ERROR',
      410,
      'Expired',
      true,
    ])
    expect(await ask(service, 'GET', `${ALL}?limit=1&continue=${metadata.continue}`)).toMatchObject({
      status: 410,
      reason: 'Gone',
      body: failure(
        410,
        'Expired',
        'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.',
      ),
    })
  })

  test('ends in time, on the clock of the guest, and tells bookmarks meanwhile', async () => {
    const { service, vm } = await one()
    const watching = await Watching.begin(service, `${OBJECTS}?watch=true&timeoutSeconds=150&allowWatchBookmarks=true`)
    vm.advance('149s')
    expect(told((await watching.all()).filter(({ type }) => type !== 'MODIFIED'))).toEqual([
      'ADDED web',
      'BOOKMARK undefined',
      'BOOKMARK undefined',
    ])
    expect(watching.events.at(-1)?.object).toEqual({
      apiVersion: 'kubevirt.io/v1',
      kind: 'VirtualMachineInstance',
      metadata: { creationTimestamp: null, resourceVersion: expect.stringMatching(/^10\d\d$/) },
    })
    expect(watching.hasEnded).toBe(false)
    vm.advance('1s')
    await watching.all()
    expect(watching.hasEnded).toBe(true)
  })

  test('ends on the clock of a VM that it is about, whichever of them goes on', async () => {
    const { service, db, web } = await three()
    const path = `${OBJECTS}?watch=true&timeoutSeconds=60`
    const [both, alone] = [await Watching.begin(service, path), await Watching.begin(service, `${path}${ONLY_WEB}`)]
    db.advance('60s')
    await both.all()
    await alone.all()
    expect([both.hasEnded, alone.hasEnded]).toEqual([true, false])
    web.advance('60s')
    await alone.all()
    expect([alone.hasEnded, web.guest.clock.nextDue(), db.guest.clock.nextDue()]).toEqual([true, undefined, undefined])
  })

  test('of namespaces goes on for as long as there is a VM', async () => {
    const { service, web, db, other } = await three()
    await web.close()
    const path = '/api/v1/namespaces?watch=true&allowWatchBookmarks=true&timeoutSeconds=90'
    const [ending, closed] = [await Watching.begin(service, path), await Watching.begin(service, path)]
    other.advance('60s')
    expect(told(await ending.all())).toEqual(['ADDED default', 'ADDED test', 'BOOKMARK undefined'])
    await other.close()
    await closed.all()
    expect(closed.hasEnded).toBe(false)
    await db.close()
    await closed.all()
    expect(closed.hasEnded).toBe(true)
  })

  test('drops who leaves too much unread', async () => {
    const { service, vm } = await one()
    const { body } = await send(service, 'GET', `${OBJECTS}?watch=true`)
    for (let times = 0; times < 1000; times++) {
      vm.pause()
      vm.resume()
    }
    const lines = (await new Response(body).text()).split('\n')
    expect(lines.length).toBeGreaterThan(1000)
    expect(lines.length).toBeLessThan(1010)
    expect(vm.guest.clock.nextDue()).toBe(undefined)
  })

  test('says where what was there ends, for those who want it', async () => {
    const { service } = await one()
    const query = 'watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true'
    const watching = await Watching.begin(service, `${OBJECTS}?${query}`)
    expect(
      (await watching.all()).map(({ type, object }) => [
        type,
        object.metadata.annotations?.['k8s.io/initial-events-end'],
      ]),
    ).toEqual([
      ['ADDED', undefined],
      ['BOOKMARK', 'true'],
    ])
    await watching.stop()
    expect((await ask(service, 'GET', `${OBJECTS}?watch=true&sendInitialEvents=true`)).status).toBe(422)
  })

  test('comes as rows of a table, with the columns of the first alone', async () => {
    const { service, web } = await three()
    const headers = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' }
    const watching = await Watching.begin(service, `${OBJECTS}?watch=true`, { headers })
    web.pause()
    const tables = (await watching.all()).map(({ object }) => object)
    expect(tables.map(({ rows }) => rows[0].cells.slice(0, 3))).toEqual([
      ['db', '60s', 'Running'],
      ['web', '60s', 'Running'],
      ['web', '60s', 'Running'],
    ])
    expect(tables.map(({ columnDefinitions }) => columnDefinitions?.length ?? null)).toEqual([8, null, null])
    await watching.stop()
  })

  test.each<[string, (watching: Watching, abort: AbortController, vm: Vm) => unknown]>([
    ['hangs up', watching => watching.stop()],
    ['gives up', (_, abort) => abort.abort()],
  ])('leaves nothing behind when its client %s', async (_, leave) => {
    const { service, vm } = await one()
    const abort = new AbortController()
    const watching = await Watching.begin(service, `${OBJECTS}?watch=true&allowWatchBookmarks=true`, {
      signal: abort.signal,
    })
    await watching.all()
    const before = watching.events.length
    await leave(watching, abort, vm)
    vm.pause()
    await watching.all()
    expect([watching.events.length, watching.hasEnded, vm.guest.clock.nextDue()]).toEqual([before, true, undefined])
  })

  test('ends when one of its VMs is closed', async () => {
    const { service, db, other } = await three()
    const here = await Watching.begin(service, `${OBJECTS}?watch=true`)
    const there = await Watching.begin(service, `${OBJECTS.replace('default', 'test')}?watch=true`)
    await db.close()
    await here.all()
    await there.all()
    expect([here.hasEnded, there.hasEnded]).toEqual([true, false])
    await other.close()
    await there.all()
    expect(there.hasEnded).toBe(true)
  })

  test('ends at once where the VM is closed before it has begun', async () => {
    const vm = await createVm({ scenario: 'minimal' })
    const service = kubevirtService({ web: vm })
    const [watching] = await Promise.all([Watching.begin(service, `${OBJECTS}?watch=true`), vm.close()])
    await watching.all()
    expect([watching.hasEnded, vm.guest.clock.nextDue()]).toEqual([true, undefined])
  })

  test('learns what the agent tells by itself', async () => {
    const vm = await createVm({ scenario: 'late-agent' })
    const service = kubevirtService({ web: vm })
    const watching = await Watching.begin(service, `${ALL}?watch=true`)
    vm.advance('2m')
    const last = (await watching.all()).at(-1)?.object
    await vm.until(Promise.resolve())
    expect(last.status.conditions.some(({ type }: Any) => type === 'AgentConnected')).toBe(true)
    await watching.stop()
    await vm.close()
  })
})

test('replaying a watch gives the list, whatever is done to the VM', async () => {
  const action = fc.constantFrom('pause', 'resume', 'powerdown', 'reset', 'off', 'wakeup', 'quit', 'suspend')
  const step = fc.oneof(
    action.map(vm => ({ vm })),
    fc.constantFrom('start', 'stop', 'crash', 'restart').map(agent => ({ agent })),
    fc.constantFrom('wait', 'restore', 'delete', 'start', 'stop', 'restart'),
  )
  const steps = fc.array(step, { maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(steps, fc.nat(8), fc.constantFrom('0s', '20s'), async (steps, from, shutdown) => {
      const set = [{ path: 'power.shutdown', value: shutdown }]
      const vm = await createVm({ scenario: 'minimal', set })
      const service = kubevirtService({ web: vm })
      const start = vm.snapshot()
      const machine = `/apis/subresources.kubevirt.io/v1/namespaces/default/virtualmachines/web`
      const whole = await Watching.begin(service, `${ALL}?watch=true`)
      let late: { version: string; items: Any[]; watching: Watching } | undefined
      for (const [index, it] of steps.entries()) {
        if (index === from) {
          const { metadata, items } = (await ask(service, 'GET', ALL)).body as Any
          const query = `watch=true&resourceVersion=${metadata.resourceVersion}`
          late = {
            version: metadata.resourceVersion,
            items,
            watching: await Watching.begin(service, `${ALL}?${query}`),
          }
        }
        if (it === 'wait') vm.advance('15s')
        else if (it === 'restore') vm.restore(start)
        else if (it === 'delete') await ask(service, 'DELETE', `${OBJECTS}/web`)
        else if (typeof it === 'string') await ask(service, 'PUT', `${machine}/${it}`)
        else {
          try {
            vm.do(it)
          } catch (error) {
            // Of what has ended little can be done.
            expect(error).toBeInstanceOf(Error)
          }
        }
      }
      // A poll that somebody's look has begun may end later than the look.
      await ask(service, 'GET', ALL)
      await whole.all()
      const { items } = (await ask(service, 'GET', ALL)).body as Any
      expect(replayed([], await whole.all())).toEqual(items)
      if (late !== undefined) expect(replayed(late.items, await late.watching.all())).toEqual(items)
      await whole.stop()
      await late?.watching.stop()
      await vm.close()
    }),
    { numRuns: 40 },
  )
})

/** Every version is newer than those before it. */
function replayed(items: readonly Any[], events: readonly WatchEvent[]): Any[] {
  const objects = new Map(items.map(item => [item.metadata.name, item]))
  let version = 0
  for (const { type, object } of events) {
    const { name, resourceVersion } = object.metadata
    expect(Number(resourceVersion)).toBeGreaterThan(version)
    version = Number(resourceVersion)
    expect(objects.has(name)).toBe(type !== 'ADDED')
    if (type === 'DELETED') objects.delete(name)
    else objects.set(name, object)
  }
  return [...objects.values()]
}
