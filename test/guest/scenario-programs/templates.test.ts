import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Ending } from '../../../src/guest/processes.js'
import { isTemplate, parseTemplate } from '../../../src/guest/scenario-programs/template.js'
import { Capture } from '../../../src/guest/tasks/capture.js'
import { FileDescription } from '../../../src/guest/tasks/description.js'
import { output, run, vmWith } from './run.js'

describe('what {{ }} is filled in with', () => {
  test.each([
    ['{{ argv.1 }}', 'a'],
    ['{{argv.0}}|{{  argv.2  }}|{{ argv.9 }}', '/usr/local/bin/prog|b|'],
    ['{{ args }}', 'a b'],
    ['{{ command }}', '/usr/local/bin/prog a b'],
    ['{{ env.HOME }}', '/root'],
    ['[{{ env.NONE }}{{ env.constructor }}]', '[]'],
    ['{{ stdin }}', 'typed ö'],
    ['{{ hostname }}', 'mockvm'],
    ['{{ user }}', 'root'],
    ['{{ count }}', '1'],
    ['{{ round }}', '0'],
    ['{{ time }}', '2026-01-01T00:00:00+00:00'],
    ['{{ time +%d.%m.%Y %s }}', '01.01.2026 1767225600'],
    ['{{ file /etc/hostname }}', 'mockvm\n'],
    ['{{ "{{ \\"x\\" }}" }}', '{{ "x" }}'],
    ['a {b} }} c', 'a {b} }} c'],
  ])('%s: %s', async (stdout, printed) => {
    await using vm = await vmWith([{ match: '/usr/local/bin/prog *', stdout }])
    const env = ['HOME=/root']
    expect(await output(vm, '/usr/local/bin/prog a b', { env, input: 'typed ö' })).toBe(printed)
  })
})

test('{{ pid }} is that of guest-exec', async () => {
  await using vm = await vmWith([{ match: 'prog', stdout: '{{ pid }}' }])
  const { pid } = await vm.call('guest-exec', { path: 'prog', 'capture-output': true })
  const { 'out-data': data = '' } = await vm.call('guest-exec-status', { pid })
  expect(Buffer.from(data, 'base64').toString()).toBe(String(pid))
})

test('files are read when the program runs, their bytes as they are', async () => {
  await using vm = await vmWith([
    { match: 'show *', stdout: { file: '/srv/data/{{ argv.1 }}' } },
    { match: 'embed', stdout: '<{{ file /srv/data/raw }}>' },
  ])
  vm.guest.files.writeFile('/srv/data/raw', Uint8Array.of(0xff, 0, 0x41))
  const bytes = async (command: string) => {
    const [path = '', ...arg] = command.split(' ')
    const { pid } = await vm.call('guest-exec', { path, arg, 'capture-output': true })
    return Buffer.from((await vm.call('guest-exec-status', { pid }))['out-data'] ?? '', 'base64').toString('latin1')
  }
  expect(await bytes('show raw')).toBe('\xff\0A')
  expect(await bytes('embed')).toBe('<\xff\0A>')
})

test('a file that is not there ends the program, which says so', async () => {
  await using vm = await vmWith([
    { match: 'true', stdout: '' },
    { match: 'show *', stdout: { file: '/srv/{{ argv.1 }}' } },
  ])
  expect(await run(vm, 'show nothing')).toEqual({
    exited: true,
    exitcode: 1n,
    err: 'mockvm: programs[1]: /srv/nothing: No such file or directory\n',
  })
})

test('a disk that is full ends it too', async () => {
  await using vm = await vmWith([{ match: 'fill', stdout: { size: '2MiB' } }], {
    mounts: [{ source: 'vda1', path: '/', type: 'ext4', size: '1MiB' }],
  })
  const { files, tasks } = vm.guest
  const full = new FileDescription(
    files.open('/root/full', { read: false, write: true, create: true }, 0o600),
    '/root/full',
  )
  const errors = new Capture('pipe:[1]', () => {})
  const endings: Ending[] = []
  tasks.launch(
    {
      ...{ path: 'fill', argv: ['fill'], environ: ['PATH=/usr/local/bin'], cwd: '/', user: 'root', ppid: 1 },
      descriptors: { 1: full, 2: errors },
    },
    () => false,
    () => ending => endings.push(ending),
  )
  expect(endings).toEqual([{ exitCode: 1 }])
  expect(Buffer.from(errors.captured.bytes).toString()).toBe('mockvm: programs[0]: No space left on device\n')
})

test('the exit code can be a template', async () => {
  await using vm = await vmWith([{ match: 'exit *', exitCode: '{{ argv.1 }}' }])
  expect(await run(vm, 'exit 7')).toEqual({ exited: true, exitcode: 7n })
  expect(await run(vm, 'exit 256')).toEqual({ exited: true, exitcode: 0n })
  expect(await run(vm, 'exit -1')).toEqual({ exited: true, exitcode: 255n })
  expect(await run(vm, 'exit now')).toEqual({
    exited: true,
    exitcode: 1n,
    err: 'mockvm: programs[0]: exitCode: expected a number, got "now"\n',
  })
})

test('text without {{ is left as it is', () => {
  fc.assert(
    fc.property(
      fc.string().filter(text => !isTemplate(text)),
      text => {
        expect(parseTemplate(text)).toEqual(text === '' ? [] : [{ kind: 'text', text }])
      },
    ),
  )
})

test('any text can be written as a template', () => {
  const quoted = (text: string) => `{{ "${text.replace(/["\\]/g, '\\$&')}" }}`
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom('{{', '}}', '"', '\\', '{{ "'))), pieces => {
      const parts = parseTemplate(pieces.map(quoted).join(''))
      expect(parts).toEqual(pieces.map(text => ({ kind: 'text', text })))
    }),
  )
})
