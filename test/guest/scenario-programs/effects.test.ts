import { expect, test } from 'vitest'
import { start, status, vmWith } from './run.js'

test('effects come about when a program starts, and when it ends', async () => {
  await using vm = await vmWith([
    {
      match: 'backup *',
      after: '10s',
      effects: {
        start: { files: { '/run/backup.pid': '{{ pid }}\n' } },
        end: [{ files: { '/srv/data/{{ argv.1 }}.done': '{{ time }} by {{ user }}\n' } }, { time: { by: '+1h' } }],
      },
    },
  ])
  const pid = await start(vm, 'backup etc')
  expect(vm.guest.files.readFile('/run/backup.pid', 'utf8')).toBe(`${pid}\n`)
  expect(vm.guest.files.exists('/srv/data/etc.done')).toBe(false)
  vm.advance('10s')
  expect(await status(vm, pid)).toEqual({ exited: true, exitcode: 0n })
  expect(vm.guest.files.readFile('/srv/data/etc.done', 'utf8')).toBe('2026-01-01T00:00:10+00:00 by root\n')
  expect(vm.guest.clock.now() - vm.guest.clock.monotonic()).toBe(1_767_229_200_000_000_000n)
})

test('of a program that something else has ended, those of its end do not', async () => {
  await using vm = await vmWith([
    { match: 'prog', after: '10s', effects: { end: { files: { '/run/done': '' } } } },
    { match: 'crash', signal: 'KILL', effects: { end: { files: { '/run/crashed': '' } } } },
  ])
  vm.guest.processes.signal(Number(await start(vm, 'prog')), 15)
  await start(vm, 'crash')
  vm.advance('1m')
  expect(vm.guest.files.exists('/run/done')).toBe(false)
  expect(vm.guest.files.exists('/run/crashed')).toBe(true)
})

test('file systems, interfaces, faults and the agent are in reach', async () => {
  await using vm = await vmWith([
    { match: 'freeze', effects: { start: { filesystems: 'freeze' }, end: { filesystems: 'thaw' } }, after: '1s' },
    { match: 'renumber', effects: { start: { addresses: { eth0: ['10.0.0.9/24'] } } } },
    { match: 'break', effects: { end: { faults: { add: { on: 'guest-ping', error: 'no' } } } } },
    { match: 'respawn', effects: { start: [{ wait: '5s' }, { agent: 'restart' }] } },
  ])
  const isFrozen = () => vm.guest.mounts.table.some(mount => vm.guest.mounts.isFrozen(mount))
  await start(vm, 'freeze')
  expect(isFrozen()).toBe(true)
  vm.advance('1s')
  expect(isFrozen()).toBe(false)
  await start(vm, 'renumber')
  expect(vm.guest.interfaces.find('eth0')?.addresses).toEqual([{ address: '10.0.0.9', prefix: 24 }])
  const pid = await start(vm, 'break')
  await expect(vm.call('guest-ping')).rejects.toThrow('no')
  await start(vm, 'respawn')
  vm.advance('5s')
  await expect(status(vm, pid)).rejects.toThrow("Invalid parameter 'pid'")
})

test('somebody in the guest could have done it', async () => {
  await using vm = await vmWith(
    [
      {
        match: 'deploy *',
        effects: {
          start: [
            { remove: ['/srv/data/report.csv', '/srv/none'] },
            { interfaces: { eth0: 'down' } },
            { services: { '{{ argv.1 }}': 'stop' } },
            { login: { user: 'alice', line: 'pts/7', host: '10.0.0.5' } },
            { logout: 'tty1' },
            { log: { identifier: 'deploy', message: '{{ argv.1 }} of {{ hostname }}', priority: 4 } },
          ],
        },
      },
    ],
    { units: { 'app.service': { command: '/usr/bin/app' } } },
  )
  await start(vm, 'deploy app')
  const { files, interfaces, services, users, journal } = vm.guest
  expect(vm.events.flatMap(event => (event.type === 'note' ? [event.text] : []))).toEqual([])
  expect(files.exists('/srv/data/report.csv')).toBe(false)
  expect(interfaces.find('eth0')?.up).toBe(false)
  expect(services.get('app')).toMatchObject({ active: 'inactive', sub: 'dead' })
  expect(users.sessions().map(({ line }) => line)).toEqual(['pts/0', 'pts/1', 'pts/7'])
  expect(journal.entries.at(-1)).toMatchObject({ identifier: 'deploy', priority: 4, message: 'app of mockvm' })
  expect(vm.events.flatMap(event => (event.type === 'action' ? [event.text] : []))).toEqual([
    '/srv/data/report.csv removed',
    '/srv/none removed',
    'alice logs in on pts/7',
    'tty1 logs out',
    'journal: deploy: app of mockvm',
  ])
})

test('a frozen file system keeps no effect from it, and the end of everything ends the program too', async () => {
  await using vm = await vmWith([
    { match: 'freeze', effects: { start: [{ filesystems: 'freeze' }, { files: { '/srv/data/note': 'frozen' } }] } },
    {
      match: 'pull-the-plug',
      stdout: 'x',
      after: '1s',
      effects: { start: { vm: 'off' }, end: { files: { '/end': '' } } },
    },
  ])
  await start(vm, 'freeze')
  expect(vm.guest.files.readFile('/srv/data/note', 'utf8')).toBe('frozen')
  vm.do({ filesystems: 'thaw' })
  await expect(start(vm, 'pull-the-plug')).rejects.toThrow('the power was cut')
  vm.advance('1m')
  expect(vm.status).toBe('shutdown')
  expect(vm.guest.files.exists('/end')).toBe(false)
})

test('what can not be done is told in the time line, and the program goes on', async () => {
  await using vm = await vmWith([
    { match: 'other' },
    {
      match: 'prog',
      stdout: 'on',
      effects: {
        start: { files: { '/etc/hostname/x': '' } },
        end: [{ wait: '1s' }, { services: { nginx: 'start' } }],
      },
    },
  ])
  const pid = await start(vm, 'prog')
  const started = vm.snapshot()
  vm.advance('1s')
  vm.restore(started)
  vm.advance('1s')
  expect(await status(vm, pid)).toEqual({ exited: true, exitcode: 0n, out: 'on' })
  expect(vm.events.flatMap(event => (event.type === 'note' ? [event.text] : []))).toEqual([
    'programs[1].effects.start of prog: files: /etc/hostname/x could not be done: ENOTDIR: Not a directory, /etc/hostname/x',
    'programs[1].effects.end of prog: services: { nginx: start } could not be done: nginx.service: not-found',
    'programs[1].effects.end of prog: services: { nginx: start } could not be done: nginx.service: not-found',
  ])
})

test('files of an effect get the directories that they lack, and null removes one', async () => {
  await using vm = await vmWith([
    {
      match: 'release *',
      effects: { end: { files: { '/srv/app/{{ argv.1 }}/VERSION': '{{ argv.1 }}\n', '/etc/motd': null } } },
    },
  ])
  expect(vm.guest.files.exists('/etc/motd')).toBe(true)
  await start(vm, 'release v2')
  expect(vm.guest.files.readFile('/srv/app/v2/VERSION', 'utf8')).toBe('v2\n')
  expect(vm.guest.files.stat('/srv/app/v2').mode & 0o777).toBe(0o755)
  expect(vm.guest.files.exists('/etc/motd')).toBe(false)
})

test('a path may be filled in as a whole', async () => {
  await using vm = await vmWith([
    { match: 'make *', effects: { start: { files: { '{{ argv.1 }}': 'made' } } } },
    { match: 'unmake *', effects: { start: { remove: '{{ argv.1 }}' } } },
  ])
  await start(vm, 'make /opt/a/b')
  expect(vm.guest.files.readFile('/opt/a/b', 'utf8')).toBe('made')
  await start(vm, 'unmake /opt/a/b')
  expect(vm.guest.files.exists('/opt/a/b')).toBe(false)
})

test('on Windows folders are made too', async () => {
  await using vm = await vmWith(
    [{ match: 'app', effects: { end: { files: { 'C:\\New\\Folder\\x.txt': 'x', 'C:\\y.txt': 'y' } } } }],
    { extends: 'windows-server-2022' },
  )
  await start(vm, 'app.exe')
  expect(vm.guest.files.readFile('C:\\New\\Folder\\x.txt', 'utf8')).toBe('x')
  expect(vm.guest.files.readFile('C:\\y.txt', 'utf8')).toBe('y')
})
