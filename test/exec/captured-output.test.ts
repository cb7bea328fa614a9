/** What the agent keeps of what programs print. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Vm } from '../../src/index.js'
import { debian, VERSIONS } from './shell-host.js'

const MOST = 16 << 20
/** Up to 7.2.19 the member is there when output was cut, and false. */
const TELLS: Record<string, boolean> = { '2.11.0': false, '5.2.0': false, '7.2.22': true, '11.1.3': true }

describe.each(VERSIONS)('agent %s', version => {
  let vm: Vm

  beforeAll(async () => {
    vm = await debian({ agent: { version } })
  })

  afterAll(() => vm.close())

  async function status(line: string, capture: boolean | 'none' | 'stdout' | 'stderr' | 'separated' | 'merged' = true) {
    const { pid } = await vm.call('guest-exec', { path: '/bin/sh', arg: ['-c', line], 'capture-output': capture })
    const { 'out-data': out, 'err-data': err, ...rest } = await vm.call('guest-exec-status', { pid })
    return { ...(out !== undefined && { out: decode(out) }), ...(err !== undefined && { err: decode(err) }), ...rest }
  }

  /** Long ones as their lengths. */
  function decode(base64: string): string | number {
    const bytes = Buffer.from(base64, 'base64')
    return bytes.length > 100 ? bytes.length : bytes.toString()
  }

  const told = TELLS[version]
  const whole = (name: string) => (told ? { [`${name}-truncated`]: false } : {})

  test('keeps 16 MiB, and tells when there was more', async () => {
    const end = { exited: true, exitcode: 0n }
    expect(await status('yes | head -c 17000000')).toEqual({ ...end, out: MOST, 'out-truncated': told })
    expect(await status(`yes | head -c ${MOST + 1}`)).toEqual({ ...end, out: MOST, 'out-truncated': told })
    expect(await status(`yes | head -c ${MOST}`)).toEqual({ ...end, out: MOST, ...whole('out') })
    expect(await status('yes | head -c 17000000 >&2')).toEqual({ ...end, err: MOST, 'err-truncated': told })
    expect(await status('yes | head -c 17000000; echo end >&2')).toEqual({
      ...{ ...end, out: MOST, 'out-truncated': told },
      ...{ err: 'end\n', ...whole('err') },
    })
  })

  test('leaves out what nothing was printed to', async () => {
    const end = { exited: true, exitcode: 0n }
    expect(await status(':')).toEqual(end)
    expect(await status('echo o')).toEqual({ ...end, out: 'o\n', ...whole('out') })
    expect(await status('echo e >&2')).toEqual({ ...end, err: 'e\n', ...whole('err') })
    expect(await status('echo o; echo e >&2', false)).toEqual(end)
  })

  const captures = version === '11.1.3' ? test : undefined
  captures?.('captures what it is asked for', async () => {
    const line = 'echo o; echo e >&2; echo p; echo f >&2; exit 4'
    const end = { exited: true, exitcode: 4n }
    const [out, err] = [
      { out: 'o\np\n', 'out-truncated': false },
      { err: 'e\nf\n', 'err-truncated': false },
    ]
    expect(await status(line, true)).toEqual({ ...end, ...out, ...err })
    expect(await status(line, 'separated')).toEqual({ ...end, ...out, ...err })
    expect(await status(line, 'stdout')).toEqual({ ...end, ...out })
    expect(await status(line, 'stderr')).toEqual({ ...end, ...err })
    expect(await status(line, 'merged')).toEqual({ ...end, out: 'o\ne\np\nf\n', 'out-truncated': false })
    expect(await status(line, 'none')).toEqual(end)
    expect(await status(line, false)).toEqual(end)
  })
})

test('One that a child still holds is not at its end', async () => {
  const vm = await debian()
  const arg = ['-c', 'sleep 10 & echo $!']
  const { pid } = await vm.call('guest-exec', { path: '/bin/sh', arg, 'capture-output': true })
  expect(await vm.call('guest-exec-status', { pid })).toEqual({ exited: false })
  expect(vm.guest.processes.get(Number(pid))).toBeUndefined()
  vm.advance('10s')
  expect(await vm.call('guest-exec-status', { pid })).toMatchObject({ exited: true, exitcode: 0n })
  await vm.close()
})
