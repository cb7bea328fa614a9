import { connect as dial } from 'node:net'
import { expect, onTestFinished } from 'vitest'
import { createVm, type ScenarioInput, type Vm } from '../../src/index.js'

/** What the clients have in common. */
export interface FieldClient {
  call(name: string, args?: object): Promise<unknown>
  /** As the client encodes what it writes. */
  base64(bytes: Buffer): string
}

export async function vmOf(
  scenario?: string | ScenarioInput,
  options: { transport?: 'unix-listen' } = {},
): Promise<Vm> {
  const { transport } = options
  const vm = await createVm({ ...(scenario && { scenario }), ...(transport && { agent: { transport } }) })
  onTestFinished(() => vm.close())
  return vm
}

/** Connects over a real socket. */
export async function dialer(vm: Vm) {
  const { path } = await vm.listen()
  return () => {
    const socket = dial(path)
    onTestFinished(() => void socket.destroy())
    return socket
  }
}

const TEXT = Buffer.from(
  'A hundred bytes are more than one line of base64 holds, so that somebody who breaks lines breaks it.',
)

/** A typical session, with every value that comes of it. The guest is that of the scenario `default`. */
export async function session(client: FieldClient): Promise<void> {
  expect(await client.call('guest-info')).toMatchObject({ version: '2.11.0' })
  expect(await client.call('guest-get-osinfo')).toMatchObject({ id: expect.any(String), machine: 'x86_64' })
  expect(await client.call('guest-get-time')).toBeTypeOf('bigint')
  const handle = await client.call('guest-file-open', { path: '/tmp/report', mode: 'w+' })
  expect(handle).toBe(1000n)
  const at = { handle: Number(handle) }
  expect(await client.call('guest-file-write', { ...at, 'buf-b64': client.base64(TEXT) })).toEqual({
    count: BigInt(TEXT.length),
    eof: false,
  })
  expect(await client.call('guest-file-seek', { ...at, offset: 0, whence: 'set' })).toEqual({
    position: 0n,
    eof: false,
  })
  expect(await client.call('guest-file-read', { ...at, count: 1000 })).toEqual({
    count: BigInt(TEXT.length),
    'buf-b64': TEXT.toString('base64'),
    eof: true,
  })
  expect(await client.call('guest-file-close', at)).toEqual({})
  const exec = { path: '/bin/echo', arg: ['hello'], 'capture-output': true }
  const { pid } = (await client.call('guest-exec', exec)) as { pid: bigint }
  expect(await client.call('guest-exec-status', { pid: Number(pid) })).toEqual({
    exited: true,
    exitcode: 0n,
    'out-data': Buffer.from('hello\n').toString('base64'),
  })
  const frozen = await client.call('guest-fsfreeze-freeze')
  expect(await client.call('guest-fsfreeze-status')).toBe('frozen')
  await expect(client.call('guest-get-time')).rejects.toThrow(
    'The command guest-get-time has been disabled for this instance',
  )
  expect(await client.call('guest-fsfreeze-thaw')).toBe(frozen)
}

/** The wire as the agent saw it: `>` what came, `<` what went; one line each, without line feeds. */
export function wire(vm: Vm): string[] {
  return vm.events.flatMap(event => {
    if (event.type === 'connect') return ['connected']
    if (event.type === 'disconnect') return ['left']
    if (event.type !== 'in' && event.type !== 'out') return []
    const mark = event.type === 'in' ? '>' : '<'
    return event.data.split('\n').flatMap((line, index, { length }) => {
      return index === length - 1 && line === '' ? [] : [`${mark} ${line}`]
    })
  })
}
