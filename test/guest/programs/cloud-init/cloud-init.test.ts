import { expect, test } from 'vitest'
import { Guest } from '../../../../src/guest/guest.js'
import { createVm } from '../../../../src/index.js'
import { load } from '../../../scenario/vocabulary.js'
import { exec, execResult, startExec } from '../exec.js'

const CLOUD_INIT = '/usr/bin/cloud-init'
const STATUS = '/var/lib/cloud/data/status.json'
const PERSONAS = ['alpine-3.20', 'debian-12', 'debian-13', 'fedora-42', 'opensuse-leap-15.6', 'rhel-10', 'rhel-9']

function guestOf(name: string): Guest {
  return new Guest(load(name).guest)
}

const succeeds = (stdout: string) => ({ stdout, stderr: '', exitCode: 0 })

test.each([...PERSONAS, 'ubuntu-22.04', 'ubuntu-24.04'])('cloud-init of %s is done, in a plausible time', name => {
  const guest = guestOf(name)
  expect(exec(guest, [CLOUD_INIT, 'status', '--wait'])).toEqual(succeeds('\nstatus: done\n'))
  const [uptime = '', , version = ''] = guest.files
    .readFile('/var/lib/cloud/instance/boot-finished', 'utf8')
    .split(' - ')
  expect(exec(guest, [CLOUD_INIT, '--version'])).toEqual(succeeds(`/usr/bin/cloud-init ${version.replace('v. ', '')}`))
  const bootedAt = guest.clock.now() - guest.clock.uptime()
  const { v1 } = JSON.parse(guest.files.readFile('/run/cloud-init/status.json', 'utf8'))
  const [first, last] = [v1['init-local'].start, v1['modules-final'].finished]
  expect(BigInt(Math.round(first * 1e9))).toBeGreaterThan(bootedAt)
  // The final message comes a moment before the last stage ends.
  expect(Number(bootedAt) / 1e9 + Number(uptime)).toBeCloseTo(last - 0.05, 2)
})

test('since 24.1 it tells conditions apart from states', () => {
  const guest = guestOf('debian-13')
  expect(exec(guest, [CLOUD_INIT, 'status', '--long'])).toEqual(
    succeeds(
      [
        'status: done',
        'extended_status: done',
        'boot_status_code: enabled-by-generator',
        'last_update: Wed, 31 Dec 2025 23:57:12 +0000',
        'detail: DataSourceNoCloud [seed=/var/lib/cloud/seed/nocloud-net][dsmode=net]',
        'errors: []',
        'recoverable_errors: {}',
        '',
      ].join('\n'),
    ),
  )
  const { v1 } = JSON.parse(guest.files.readFile(STATUS, 'utf8'))
  const { datasource: _, ...stages } = v1
  v1.init.recoverable_errors = { WARNING: ['one\ntwo', 'three'] }
  guest.files.writeFile(STATUS, JSON.stringify({ v1 }))
  const degraded = exec(guest, [CLOUD_INIT, 'status', '--format', 'json'])
  expect({ ...degraded, stdout: JSON.parse(degraded.stdout) }).toEqual({
    stdout: {
      boot_status_code: 'enabled-by-generator',
      datasource: 'nocloud',
      detail: 'DataSourceNoCloud [seed=/var/lib/cloud/seed/nocloud-net][dsmode=net]',
      errors: [],
      extended_status: 'degraded done',
      last_update: 'Wed, 31 Dec 2025 23:57:12 +0000',
      recoverable_errors: { WARNING: ['one\ntwo', 'three'] },
      status: 'done',
      ...stages,
    },
    stderr: '',
    exitCode: 2,
  })
  v1.init.errors = ['broken']
  guest.files.writeFile(STATUS, JSON.stringify({ v1 }))
  expect(exec(guest, [CLOUD_INIT, 'status', '--long'])).toEqual({
    stdout: [
      'status: error',
      'extended_status: error - done',
      'boot_status_code: enabled-by-generator',
      'last_update: Wed, 31 Dec 2025 23:57:12 +0000',
      'detail: DataSourceNoCloud [seed=/var/lib/cloud/seed/nocloud-net][dsmode=net]',
      'errors:\n\t- broken',
      'recoverable_errors:\nWARNING:\n\t- one two\n\t- three',
      '',
    ].join('\n'),
    stderr: '',
    exitCode: 1,
  })
})

test('--wait prints a dot at every look until result.json is there', () => {
  const guest = guestOf('debian-12')
  guest.files.unlink('/run/cloud-init/result.json')
  expect(exec(guest, [CLOUD_INIT, 'status'])).toEqual(succeeds('status: running\n'))
  const pid = startExec(guest, [CLOUD_INIT, 'status', '--wait'])
  guest.clock.advance(1_000_000_000n)
  expect(execResult(guest, pid)).toBeUndefined()
  guest.files.symlink('../../var/lib/cloud/data/result.json', '/run/cloud-init/result.json')
  guest.clock.advance(500_000_000n)
  expect(execResult(guest, pid)).toEqual(succeeds('......\nstatus: done\n'))
})

test('a scenario can have it done later', async () => {
  const finished = '/var/lib/cloud/instances/iid-local01/boot-finished'
  const vm = await createVm({
    scenario: {
      extends: 'debian-12',
      clock: { mode: 'manual' },
      files: { '/run/cloud-init/result.json': null, [finished]: null },
      timeline: [{ at: '2s', do: { files: { '/run/cloud-init/result.json': '{}', [finished]: '' } } }],
    },
  })
  const { pid } = await vm.call('guest-exec', {
    path: 'cloud-init',
    arg: ['status', '--wait'],
    'capture-output': true,
  })
  vm.advance('3s')
  const { 'out-data': out = '', exitcode } = await vm.call('guest-exec-status', { pid })
  await vm.close()
  expect([Buffer.from(out, 'base64').toString(), exitcode]).toEqual(['.........\nstatus: done\n', 0n])
})

test('a reboot empties /run, and what was done before still holds', () => {
  const guest = guestOf('debian-12')
  guest.reboot()
  expect(guest.files.exists('/run/cloud-init')).toBe(false)
  expect(exec(guest, [CLOUD_INIT, 'status', '--wait'])).toEqual(succeeds('\nstatus: done\n'))
})

test('a status.json that is no JSON is an error', () => {
  const guest = guestOf('debian-12')
  guest.files.writeFile(STATUS, '{')
  expect(exec(guest, [CLOUD_INIT, 'status'])).toEqual({
    stdout: '',
    stderr: '/usr/bin/cloud-init: status.json is not JSON\n',
    exitCode: 1,
  })
})

test('clean removes what it has left, but for the seed and the logs unless they are named', () => {
  const guest = guestOf('debian-12')
  guest.files.writeFile('/var/log/cloud-init.log', 'started\n')
  expect(exec(guest, [CLOUD_INIT, 'clean'])).toEqual(succeeds(''))
  expect(guest.files.readdir('/var/lib/cloud')).toEqual(['seed'])
  expect(guest.files.exists('/var/log/cloud-init.log')).toBe(true)
  expect(exec(guest, [CLOUD_INIT, 'status'])).toEqual(succeeds('status: not run\n'))
  expect(exec(guest, [CLOUD_INIT, 'clean', '-l', '--seed', '--machine-id'])).toEqual(succeeds(''))
  expect(guest.files.readdir('/var/lib/cloud')).toEqual([])
  expect(guest.files.exists('/var/log/cloud-init.log')).toBe(false)
  expect(guest.files.exists('/etc/machine-id')).toBe(false)
})

test('clean --reboot shuts the guest down for a boot', () => {
  const guest = guestOf('debian-12')
  expect(exec(guest, [CLOUD_INIT, 'clean', '--reboot'])).toEqual(succeeds(''))
  expect(guest.power.requested).toBe('rebooting')
})

test('since 24.1 clean --machine-id leaves a word for systemd', () => {
  const guest = guestOf('debian-13')
  expect(exec(guest, [CLOUD_INIT, 'clean', '--machine-id'])).toEqual(succeeds(''))
  expect(guest.files.readFile('/etc/machine-id', 'utf8')).toBe('uninitialized\n')
})

test('clean of one who may not ends at the first thing that stays', () => {
  const guest = guestOf('debian-12')
  expect(exec(guest, [CLOUD_INIT, 'clean', '--reboot'], { user: 'debian' })).toEqual({
    stdout: '',
    stderr: "Error:\nCould not remove /var/lib/cloud/data: [Errno 13] Permission denied: '/var/lib/cloud/data'\n",
    exitCode: 1,
  })
  expect(guest.power.requested).toBe(undefined)
})

test.each([
  [['init'], 'init'],
  [['schema', '--system'], 'schema'],
  [['status', '--help'], 'status --help'],
  [['--help'], '--help'],
  [['query', '-f', '{{ v1 }}'], 'query --format'],
])('what it does not do is refused: %s', (args, what) => {
  expect(exec(guestOf('debian-12'), [CLOUD_INIT, ...args])).toEqual({
    stdout: '',
    stderr: `cloud-init: mockvm doesn't do ${what} yet\n`,
    exitCode: 1,
  })
})
