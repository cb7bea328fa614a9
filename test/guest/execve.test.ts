import { expect, test } from 'vitest'
import { createVm, type Vm } from '../../src/index.js'

const refused = (path: string, why: string) =>
  `Guest agent command failed, error was 'Failed to execute child process \u201c${path}\u201d (${why})'`

async function output(vm: Vm, request: { path: string; arg?: string[]; env?: string[] }): Promise<string> {
  const { pid } = await vm.call('guest-exec', { ...request, 'capture-output': true })
  const { 'out-data': data = '', 'err-data': errors = '' } = await vm.call('guest-exec-status', { pid })
  return Buffer.from(data, 'base64').toString('latin1') + Buffer.from(errors, 'base64').toString('latin1')
}

test('a program that somebody has open for writing is busy', async () => {
  await using vm = await createVm()
  vm.guest.files.writeFile('/tmp/hook', '#!/bin/echo\n', { mode: 0o755 })
  vm.guest.files.chmod('/tmp/hook', 0o755)
  const handle = await vm.call('guest-file-open', { path: '/tmp/hook', mode: 'r+' })
  await expect(vm.call('guest-exec', { path: '/tmp/hook' })).rejects.toThrow(refused('/tmp/hook', 'Text file busy'))
  await vm.call('guest-file-close', { handle })
  expect(await output(vm, { path: '/tmp/hook' })).toBe('/tmp/hook\n')
})

test('an executable that is no program is run by /bin/sh', async () => {
  await using vm = await createVm({
    scenario: { extends: 'default', programs: [{ match: '/bin/sh /tmp/plain a', stdout: 'the shell ran it' }] },
  })
  vm.guest.files.writeFile('/tmp/plain', 'echo "$@"\n')
  vm.guest.files.chmod('/tmp/plain', 0o755)
  expect(await output(vm, { path: '/tmp/plain', arg: ['a'] })).toBe('the shell ran it')
})

test('without a shell such an executable can not be executed', async () => {
  await using vm = await createVm({ scenario: 'minimal' })
  vm.guest.files.writeFile('/tmp/plain', 'echo\n')
  vm.guest.files.chmod('/tmp/plain', 0o755)
  await expect(vm.call('guest-exec', { path: '/tmp/plain' })).rejects.toThrow(
    refused('/tmp/plain', 'No such file or directory'),
  )
})

test('the environment is a list: in its order, names twice, entries without a sign', async () => {
  await using vm = await createVm()
  const env = ['B=1', '2=x', '1=2', 'A', '=x', '', 'B=2', '__proto__=1']
  expect(await output(vm, { path: '/usr/bin/env', env })).toBe(`${env.join('\n')}\n`)
  expect(await output(vm, { path: '/usr/bin/printenv', arg: ['B'], env })).toBe('1\n2\n')
})

test('of two variables PATH the first is searched', async () => {
  await using vm = await createVm()
  expect(await output(vm, { path: 'env', env: ['PATH=/usr/bin', 'PATH=/nowhere'] })).toBe(
    'PATH=/usr/bin\nPATH=/nowhere\n',
  )
})

test('the search ends at an error other than a missing file or a forbidden one', async () => {
  await using vm = await createVm()
  const name = 'a'.repeat(300)
  await expect(vm.call('guest-exec', { path: name })).rejects.toThrow(refused(name, 'File name too long'))
})

test.each([
  ['one argument of 131072 bytes', ['x'.repeat(131_072)]],
  ['more than 2 MiB of arguments', Array(30).fill('x'.repeat(100_000))],
])('%s are too long a list', async (_, arg) => {
  await using vm = await createVm()
  await expect(vm.call('guest-exec', { path: 'true', arg })).rejects.toThrow(refused('true', 'Argument list too long'))
})

test('an argument of 131071 bytes is not too long', async () => {
  await using vm = await createVm()
  expect(await output(vm, { path: 'echo', arg: ['-n', 'x'.repeat(131_071)] })).toHaveLength(131_071)
})

test('a program of the scenario is found by every path that leads to it', async () => {
  await using vm = await createVm({
    scenario: { extends: 'debian-12', programs: [{ path: '/bin/bash', stdout: 'here' }] },
  })
  for (const path of ['bash', '/bin/bash', '/usr/bin/bash']) expect(await output(vm, { path })).toBe('here')
})
