/** What outlives a connection, and what a process, version by version. */
import { describe, expect, test } from 'vitest'
import { VERIFIED_VERSIONS } from '../../src/agent/versions.js'
import type { Vm } from '../../src/index.js'
import { arrive, connect, type Host, vmWith } from '../channel/host.js'
import { fails, OK, returns, talk } from '../commands/talk.js'

const PING = '{"execute":"guest-ping"}'
const OPEN = '{"execute":"guest-file-open","arguments":{"path":"/etc/passwd"}}'
const CLOSE = '{"execute":"guest-file-close","arguments":{"handle":1000}}'
const SLEEP = '{"execute":"guest-exec","arguments":{"path":"/bin/sleep","arg":["5"]}}'
const STATUS = '{"execute":"guest-exec-status","arguments":{"pid":910}}'
const FREEZE = '{"execute":"guest-fsfreeze-freeze"}'
const FROZEN = '{"execute":"guest-fsfreeze-status"}'
const THAW = '{"execute":"guest-fsfreeze-thaw"}'
const NOT_FOUND = fails("handle '1000' has not been found")

/** How each says that it does not know a process, and that a byte is none of JSON's; the latter where it stands. */
const TEXTS: Readonly<Record<string, { readonly pid: string; stray(position: string): string }>> = {
  '2.11.0': { pid: "Invalid parameter 'pid'", stray: () => 'Invalid JSON syntax' },
  '5.2.0': { pid: "Invalid parameter 'pid'", stray: () => "JSON parse error, stray '@'" },
  '7.2.22': { pid: "Invalid parameter 'pid'", stray: () => "JSON parse error, stray '@'" },
  '11.1.3': { pid: 'PID ld does not exist', stray: position => `${position}: JSON parse error, stray '@'` },
}

const TRANSPORTS = ['virtio-serial', 'isa-serial', 'unix-listen'] as const

describe.each(VERIFIED_VERSIONS)('an agent %s', version => {
  const { pid, stray } = TEXTS[version] ?? { pid: '', stray: () => '' }

  describe.each(TRANSPORTS)('on %s', transport => {
    const start = (): Promise<Vm> => vmWith(transport, { agent: { version } })

    /** The next client: on unix-listen the one before it went with the process, elsewhere it leaves now. */
    const reconnect = async (vm: Vm, client: Host): Promise<Host> => {
      await client.leave()
      return connect(vm)
    }

    test('has half a request, handles and programs left when another client comes', async () => {
      const vm = await start()
      const first = connect(vm)
      expect(await first.send(`${OPEN}${SLEEP}${PING.slice(0, 9)}`)).toBe(
        `${returns('1000')}\n${returns('{"pid": 910}')}\n`,
      )
      const second = await reconnect(vm, first)
      vm.advance('5s')
      expect(await second.send(PING.slice(9) + STATUS)).toBe(`${OK}\n${returns('{"exitcode": 0, "exited": true}')}\n`)
      expect(await second.send(CLOSE)).toBe(`${OK}\n`)
    })

    test('counts lines and columns over all clients, and a new process anew', async () => {
      const vm = await start()
      const first = connect(vm)
      expect(await first.send(`${PING}\n\n`)).toBe(`${OK}\n`)
      const second = await reconnect(vm, first)
      expect(await second.send('  @\n')).toBe(`${fails(stray('3:3'))}\n`)
      vm.do({ agent: 'restart' })
      const third = await reconnect(vm, second)
      expect(await third.send('@\n')).toBe(`${fails(stray('1:1'))}\n`)
    })

    test('is still frozen for the next client, and for the next process', async () => {
      const vm = await start()
      const first = connect(vm)
      expect(await first.send(FREEZE)).toBe(`${returns('2')}\n`)
      const second = await reconnect(vm, first)
      expect(await second.send(FROZEN)).toBe(`${returns('"frozen"')}\n`)
      vm.do([{ agent: 'crash' }, { agent: 'start' }])
      const third = await reconnect(vm, second)
      expect(await third.send(FROZEN + THAW)).toBe(`${returns('"frozen"')}\n${returns('2')}\n`)
    })

    test('knows nothing of what the one before it had begun, but counts on', async () => {
      const vm = await start()
      const first = connect(vm)
      await first.send(`${OPEN}${SLEEP}${PING.slice(0, 9)}`)
      vm.do({ agent: 'restart' })
      const second = await reconnect(vm, first)
      expect(await second.send(PING + OPEN)).toBe(`${OK}\n${returns('1001')}\n`)
      expect(await second.send(CLOSE + STATUS)).toBe(`${NOT_FOUND}\n${fails(pid)}\n`)
      // Its children live on.
      expect(vm.guest.processes.get(910)).toMatchObject({ argv: ['/bin/sleep', '5'] })
    })
  })

  test('counts from 1000 again when a reboot has emptied /run', async () => {
    const vm = await vmWith('virtio-serial', { agent: { version } })
    await connect(vm).send(OPEN)
    vm.do({ vm: 'reset' })
    await arrive()
    expect(await vm.call('guest-file-open', { path: '/etc/passwd' })).toBe(1000n)
  })
})

test('2.11 asks for the host name once in the life of a process', async () => {
  const name = async (version: string) => {
    const host = await talk({ agent: { version } })
    const names = [await host.ask('guest-get-host-name')]
    host.vm.guest.hostname = 'other'
    names.push(await host.ask('guest-get-host-name'))
    host.vm.do({ agent: 'restart' })
    names.push(await host.ask('guest-get-host-name'))
    return names
  }
  const first = returns('{"host-name": "mockvm"}')
  const other = returns('{"host-name": "other"}')
  expect(await name('2.11.0')).toEqual([first, first, other])
  expect(await name('5.2.0')).toEqual([first, other, other])
})
