/** Package managers write their databases, so they hang while those are frozen. */
import { afterEach, describe, expect, test } from 'vitest'
import { createVm, type Vm } from '../../../../src/index.js'
import { isRunning, outcome, output, start } from '../../../exec/shell-host.js'

const open: Vm[] = []

afterEach(async () => {
  for (const vm of open.splice(0)) await vm.close()
})

async function frozen(scenario: string): Promise<Vm> {
  const vm = await createVm({ scenario: { extends: scenario, clock: { mode: 'manual' } } })
  open.push(vm)
  await output(vm, 'fsfreeze -f /')
  return vm
}

/** How it ends once it is thawed, and not before. */
async function thawed(vm: Vm, pid: bigint) {
  vm.advance('1d')
  expect(await isRunning(vm, pid)).toBe(true)
  await output(vm, 'fsfreeze -u /')
  const { exitCode, err } = (await outcome(vm, pid)) ?? {}
  return { exitCode, err }
}

describe('debian-12', () => {
  test.each([
    'apt-get update',
    'apt-get install -y htop',
    'apt-get remove -y htop',
    'apt-get -y dist-upgrade',
    'apt-get -y autoremove',
    'apt-get clean',
    'apt-mark hold bash',
    'apt-mark auto bash',
    'dpkg --configure -a',
    'dpkg -r htop',
    'echo bash hold | dpkg --set-selections',
  ])('%s hangs until it is thawed', async line => {
    const vm = await frozen('debian-12')
    expect(await thawed(vm, await start(vm, line))).toMatchObject({ exitCode: 0 })
  })

  test.each(['apt-get -s install htop', 'apt-cache policy bash', 'dpkg -l bash', 'apt-mark showhold'])(
    '%s reads only',
    async line => {
      const vm = await frozen('debian-12')
      expect(await isRunning(vm, await start(vm, line))).toBe(false)
    },
  )

  test('what an updating script runs goes well', async () => {
    const vm = await createVm({ scenario: { extends: 'debian-12', clock: { mode: 'manual' } } })
    open.push(vm)
    const line = 'apt-get update && apt-get -y dist-upgrade && apt-get -y --purge autoremove'
    const out = await output(vm, `(${line}) > /dev/null && apt list --upgradable 2>/dev/null`)
    expect(out).toBe('Listing...\n')
  })
})

test.each([
  ['fedora-42', 'dnf install -y nosuch', { exitCode: 1, err: 'Error: Unable to find a match: nosuch\n' }],
  ['fedora-42', 'dnf -q makecache', { exitCode: 0, err: '' }],
  ['fedora-42', 'dnf -y upgrade', { exitCode: 0, err: '' }],
])('%s: %s hangs until it is thawed', async (scenario, line, expected) => {
  const vm = await frozen(scenario)
  expect(await thawed(vm, await start(vm, line))).toEqual(expected)
})
