import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Guest } from '../../src/guest/guest.js'
import { plainUnit } from '../../src/guest/services/systemd-units.js'
import { escapePath, type UnitConfig, unitName } from '../../src/guest/services/unit.js'
import { parseUnitFile, unitFileText } from '../../src/guest/services/unit-file.js'
import { UnitError } from '../../src/guest/services.js'
import { load } from '../scenario/vocabulary.js'
import { programGuest } from './programs/guest.js'
import recorded from './programs/systemd/vectors/systemd.json' with { type: 'json' }

const NGINX = plainUnit('nginx.service', 'A web server', {
  fileState: 'enabled',
  command: ['/usr/sbin/nginx', '-g', 'daemon off;'],
  user: 'daemon',
  canReload: true,
})

function guestWith(...units: readonly UnitConfig[]): Guest {
  return programGuest({ units })
}

function stateOf(guest: Guest, name: string) {
  const unit = guest.services.get(name)
  return unit && [unit.active, unit.sub, unit.mainPid !== undefined]
}

function troubleOf(action: () => void): string | undefined {
  try {
    action()
    return undefined
  } catch (error) {
    return error instanceof UnitError ? error.trouble : String(error)
  }
}

const messages = (guest: Guest, name: string) =>
  guest.journal.entries.filter(({ unit, about }) => unit === name || about === name).map(({ message }) => message)

describe('a service', () => {
  test('that runs at the start has a process of its own, whose parent is systemd', () => {
    const guest = guestWith(NGINX)
    const { mainPid = 0 } = guest.services.get('nginx') ?? {}
    const { startedAt: _, ...process } = guest.processes.get(mainPid) ?? {}
    expect(process).toEqual({ pid: 3, ppid: 1, user: 'daemon', argv: ['/usr/sbin/nginx', '-g', 'daemon off;'] })
  })

  test('takes a process that runs already for its own', () => {
    const { guest: config } = load('debian-12')
    const guest = new Guest(config)
    expect(guest.services.get('ssh')?.mainPid).toBe(490)
    expect(guest.services.get('qemu-guest-agent')?.mainPid).toBe(guest.agentPid)
    expect(guest.processes.list().map(({ pid }) => pid)).toEqual(config.processes.map(({ pid }) => pid))
  })

  test('ends with its processes when it is stopped, and begins with a new one', () => {
    const guest = guestWith(NGINX)
    const first = guest.services.get('nginx')?.mainPid ?? 0
    guest.processes.start({ pid: 50, ppid: first, user: 'daemon', argv: ['nginx: worker process'] })
    guest.services.stop('nginx.service')
    expect(stateOf(guest, 'nginx')).toEqual(['inactive', 'dead', false])
    expect(guest.processes.list().map(({ pid }) => pid)).toEqual([1, 2])
    guest.services.start('nginx')
    expect(stateOf(guest, 'nginx')).toEqual(['active', 'running', true])
    expect(guest.services.get('nginx')?.mainPid).toBe(4)
  })

  test('leaves the logins alone that it has started', () => {
    const guest = new Guest(load('default').guest)
    guest.services.add(
      plainUnit('ssh.service', 'ssh', { command: ['/usr/sbin/sshd'], active: 'inactive', sub: 'dead' }),
    )
    guest.services.start('ssh')
    const main = guest.services.get('ssh')?.mainPid ?? 0
    guest.processes.change(742, { ppid: main })
    guest.services.stop('ssh')
    expect(guest.processes.get(742)?.ppid).toBe(main)
  })

  test.each([
    [9, ['failed', 'failed', false], 'signal'],
    [15, ['inactive', 'dead', false], 'success'],
  ])('whose main process is killed by signal %d is then %j', (signal, state, result) => {
    const guest = guestWith(NGINX)
    guest.processes.kill(guest.services.get('nginx')?.mainPid ?? 0, signal)
    expect(stateOf(guest, 'nginx')).toEqual(state)
    expect(guest.services.get('nginx')?.result).toBe(result)
  })

  test('that systemd is to start again gets another process', () => {
    const guest = guestWith({ ...NGINX, restart: 'always' })
    guest.processes.kill(3, 9)
    expect(stateOf(guest, 'nginx')).toEqual(['active', 'running', true])
    expect(guest.services.get('nginx')).toMatchObject({ restarts: 1, mainPid: 4 })
    expect(messages(guest, 'nginx.service').slice(1)).toEqual([
      'nginx.service: Main process exited, code=killed, status=9/KILL',
      "nginx.service: Failed with result 'signal'.",
      'nginx.service: Scheduled restart job, restart counter is at 1.',
      'Stopped nginx.service - A web server.',
      'Started nginx.service - A web server.',
    ])
  })

  test('whose start fails is failed, and the journal tells why', () => {
    const startError = { exitCode: 3, message: 'no port left' }
    const guest = guestWith({ ...NGINX, type: 'notify', active: 'inactive', sub: 'dead', startError })
    expect(troubleOf(() => guest.services.start('nginx'))).toBe('failed')
    expect(stateOf(guest, 'nginx')).toEqual(['failed', 'failed', false])
    expect(messages(guest, 'nginx.service')).toEqual([
      'Starting nginx.service - A web server...',
      'no port left',
      'nginx.service: Main process exited, code=exited, status=3/NOTIMPLEMENTED',
      "nginx.service: Failed with result 'exit-code'.",
      'Failed to start nginx.service - A web server.',
    ])
    guest.services.resetFailed()
    expect(stateOf(guest, 'nginx')).toEqual(['inactive', 'dead', false])
  })

  test('that takes its time is activating meanwhile, also in a guest that was restored', () => {
    const slow = { ...NGINX, active: 'inactive' as const, sub: 'dead', startTime: 5_000_000_000n }
    const guest = guestWith(slow)
    guest.services.start('nginx')
    guest.clock.advance(3_000_000_000n)
    expect(stateOf(guest, 'nginx')).toEqual(['activating', 'start', false])
    const other = guestWith(slow)
    other.restore(guest.snapshot())
    for (const one of [guest, other]) {
      one.clock.advance(1_999_999_999n)
      expect(stateOf(one, 'nginx')).toEqual(['activating', 'start', false])
      one.clock.advance(1n)
      expect(stateOf(one, 'nginx')).toEqual(['active', 'running', true])
    }
  })
})

test('what systemd does not do to a unit is told', () => {
  const guest = guestWith(NGINX, { ...NGINX, name: 'b.service', fileState: 'masked', active: 'inactive', sub: 'dead' })
  const { services } = guest
  expect(troubleOf(() => services.start('nope'))).toBe('not-found')
  expect(troubleOf(() => services.stop('nope'))).toBe('not-loaded')
  expect(troubleOf(() => services.start('b'))).toBe('masked')
  expect(troubleOf(() => services.reload('multi-user.target'))).toBe('not-applicable')
  services.stop('nginx')
  expect(troubleOf(() => services.reload('nginx'))).toBe('inactive')
})

test('the agent is left to the host', () => {
  const guest = new Guest(load('debian-12').guest)
  expect(troubleOf(() => guest.services.restart('qemu-guest-agent'))).toBe('agent')
  expect(guest.services.get('qemu-guest-agent')?.active).toBe('active')
})

test('what is enabled or disabled shows at the next boot, and what is stopped is back', () => {
  const guest = guestWith(NGINX, {
    ...NGINX,
    name: 'b.service',
    fileState: 'disabled',
    active: 'inactive',
    sub: 'dead',
  })
  guest.services.setFileState('nginx', 'disabled')
  guest.services.setFileState('b', 'enabled')
  guest.reboot()
  expect(stateOf(guest, 'nginx')).toEqual(['inactive', 'dead', false])
  expect(stateOf(guest, 'b')).toEqual(['active', 'running', true])
})

test('what was disabled is not among the processes of the next boot', () => {
  const guest = new Guest(load('debian-12').guest)
  guest.services.setFileState('ssh', 'disabled')
  guest.reboot()
  expect(guest.processes.get(490)).toBe(undefined)
  expect(stateOf(guest, 'ssh')).toEqual(['inactive', 'dead', false])
  expect(guest.services.get('cron')?.mainPid).toBe(454)
})

test('a change of a unit is told', () => {
  const guest = guestWith(NGINX)
  const told: string[] = []
  guest.onChange(change =>
    told.push(`${change.what} ${'unit' in change ? `${change.active} ${change.sub}` : ''}`.trim()),
  )
  guest.services.stop('nginx')
  expect(told).toEqual(['process-end', 'service inactive dead'])
})

test('a file that was written since makes a unit', () => {
  const guest = programGuest()
  guest.files.mkdir('/etc/systemd/system', { recursive: true })
  guest.files.writeFile(
    '/etc/systemd/system/demo.service',
    '[Unit]\nDescription=Demo \\\n  of mine\n; none\n[Service]\nType=notify\nExecStart=-/opt/demo "a b" c\n[Install]\nWantedBy=multi-user.target\n',
  )
  expect(guest.services.get('demo')).toMatchObject({
    description: 'Demo    of mine',
    path: '/etc/systemd/system/demo.service',
    fileState: 'disabled',
    type: 'notify',
    command: ['/opt/demo', 'a b', 'c'],
    active: 'inactive',
  })
  guest.files.mkdir('/opt')
  guest.files.writeFile('/opt/demo', '\x7fELF of the vendor')
  guest.files.chmod('/opt/demo', 0o755)
  guest.services.start('demo')
  const other = programGuest()
  other.restore(guest.snapshot())
  expect(stateOf(other, 'demo')).toEqual(['active', 'running', true])
})

test('the text of a unit is read as that unit', () => {
  const name = fc.stringMatching(/^[a-z]{1,8}$/)
  const unit = fc.record({
    description: fc.stringMatching(/^[A-Za-z][A-Za-z ]{0,10}[a-z]$/),
    documentation: fc.array(fc.stringMatching(/^man:[a-z]{1,5}\(8\)$/), { maxLength: 3 }),
    command: fc
      .tuple(fc.stringMatching(/^\/?[a-z]{1,8}$/), fc.array(fc.stringMatching(/^[-a-z "'\\;]{0,8}$/), { maxLength: 3 }))
      .map(([path, rest]) => [path, ...rest]),
    user: name,
    canReload: fc.boolean(),
    restart: fc.constantFrom('no' as const, 'always' as const, 'on-failure' as const),
    type: fc.constantFrom('simple' as const, 'notify' as const, 'oneshot' as const),
  })
  fc.assert(
    fc.property(unit, changes => {
      // systemd refuses a oneshot that is always to be started again.
      const restart = changes.type === 'oneshot' ? ('no' as const) : changes.restart
      const how = { ...changes, restart, fileState: 'disabled', active: 'inactive', sub: 'dead' } as const
      const made = plainUnit('x.service', 'x', how)
      const { exec, ...read } = parseUnitFile('x.service', made.path, unitFileText(made))
      expect(read).toEqual(made)
      expect(exec?.commands.start).toEqual([{ argv: made.command, ignoresFailure: false }])
    }),
  )
})

test('no text of a unit file is an error', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.constantFrom('[Unit]', '[Service]', 'ExecStart="', "A='", '\\', '='), fc.string())),
      lines => {
        expect(parseUnitFile('x.service', '/x', lines.join('\n')).name).toBe('x.service')
      },
    ),
  )
})

test.each(recorded.escaped)('the path %j is %j in the name of a unit', (path, escaped) => {
  expect(escapePath(path ?? '')).toBe(escaped)
})

test.each([
  ['ssh', 'ssh.service'],
  ['ssh.socket', 'ssh.socket'],
  ['a.b', 'a.b.service'],
  ['/boot/efi', 'boot-efi.mount'],
  ['/dev/vda1', 'dev-vda1.device'],
])('%s is the unit %s', (text, name) => {
  expect(unitName(text)).toBe(name)
})

const PERSONAS = ['debian-12', 'debian-13', 'ubuntu-22.04', 'ubuntu-24.04', 'fedora-42', 'rhel-9', 'rhel-10']

test.each([...PERSONAS, 'opensuse-leap-15.6'])(
  'in %s every process is of a unit, and every running unit has one',
  name => {
    const { guest: config } = load(name)
    const guest = new Guest(config)
    const units = guest.services.list()
    const owned = new Set(units.flatMap(unit => guest.services.processesOf(unit).map(({ pid }) => pid)))
    expect(config.processes.filter(({ pid }) => pid !== 1 && !owned.has(pid))).toEqual([])
    expect(guest.processes.list()).toHaveLength(config.processes.length)
    expect(
      units.filter(({ active, sub, mainPid }) => active === 'failed' || (sub === 'running' && mainPid === undefined)),
    ).toMatchObject([{ name: 'init.scope' }])
  },
)

test.each(['alpine-3.20', 'freebsd-14', 'windows-server-2022'])('%s has no systemctl', name => {
  const { guest: config } = load(name)
  expect(
    [...config.builtins, ...config.files.map(({ path }) => path)].filter(path => path.includes('systemctl')),
  ).toEqual([])
  expect(config.units).toEqual([])
})
