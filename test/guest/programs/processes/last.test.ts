import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createVm } from '../../../../src/index.js'
import { debian, ended, prints, programGuest, run } from '../guest.js'

interface Recording {
  /** The file in base64. */
  readonly wtmp: string
  readonly commands: readonly {
    readonly args: readonly string[]
    readonly stdout: string
    readonly stderr: string
    readonly exitCode: number
  }[]
}

const { wtmp, commands }: Recording = JSON.parse(readFileSync(new URL('./vectors/last.json', import.meta.url), 'utf8'))

test.each(commands.map(command => [command.args.join(' '), command] as const))(
  'last -f %s prints what it prints on Debian 12',
  (_, { args, ...expected }) => {
    const guest = programGuest()
    guest.files.writeFile('/tmp/wtmp', Buffer.from(wtmp, 'base64'))
    const { stdout, stderr, exitCode } = run(guest, ['last', '-f', '/tmp/wtmp', ...args], { env: { TZ: 'UTC' } })
    expect({ stdout, stderr, exitCode }).toEqual(expected)
  },
)

const BOOT = 'Wed Dec 31 23:56'
const KERNEL = '6.1.0-50-cloud-a'
const BEGINS = '\nwtmp begins Wed Dec 31 23:56:48 2025\n'

test('last knows the boot, and who logs in and out since', () => {
  const guest = programGuest(debian)
  const boot = `reboot   system boot  ${KERNEL} ${BOOT}   still running\n${BEGINS}`
  expect(ended(guest, 'last')).toEqual(prints(boot))
  guest.users.login({ user: 'debian', line: 'pts/0', host: '10.0.0.1', time: guest.clock.now() / 1000n })
  const login = 'debian   pts/0        10.0.0.1         Thu Jan  1 00:00   still logged in\n'
  expect(ended(guest, 'last')).toEqual(prints(`${login}${boot}`))
  guest.clock.advance(600_000_000_000n)
  guest.users.logout('pts/0')
  const logout = 'debian   pts/0        10.0.0.1         Thu Jan  1 00:00 - 00:10  (00:10)\n'
  expect(ended(guest, 'last debian')).toEqual(prints(`${logout}${BEGINS}`))
})

test('sessions of the scenario have begun when guest-get-users says', async () => {
  await using vm = await createVm()
  expect(ended(vm.guest, 'last -R')).toEqual(
    prints(
      'alice    pts/1        Wed Dec 31 23:52   still logged in\n' +
        'alice    pts/0        Wed Dec 31 22:45   still logged in\n' +
        'root     tty1         Wed Dec 31 22:31   still logged in\n' +
        'reboot   system boot  Wed Dec 31 22:30   still running\n' +
        '\nwtmp begins Wed Dec 31 22:30:00 2025\n',
    ),
  )
})

test('a reboot in good order ends a boot, and a reset does not', async () => {
  await using vm = await createVm({ scenario: 'debian-12' })
  const down = async (args: { mode: string }) => {
    await vm.call('guest-shutdown', args).catch(() => {})
    vm.advance('5m')
  }
  vm.guest.users.login({ user: 'debian', line: 'tty1', time: vm.guest.clock.now() / 1000n })
  vm.advance('1h')
  await down({ mode: 'reboot' })
  const { stdout } = ended(vm.guest, 'last -R')
  expect(stdout.replaceAll(/\d\d:\d\d/g, 'HH:MM')).toBe(
    'reboot   system boot  Thu Jan  1 HH:MM   still running\n' +
      'debian   tty1         Thu Jan  1 HH:MM - down   (HH:MM)\n' +
      'reboot   system boot  Wed Dec 31 HH:MM - HH:MM  (HH:MM)\n' +
      '\nwtmp begins Wed Dec 31 HH:MM:48 2025\n',
  )
})

test('who knows the boot and the run level', () => {
  const guest = programGuest(debian)
  const env = { LC_ALL: 'C', TZ: 'UTC' }
  expect(run(guest, ['who', '-b'], { env }).stdout).toBe('         system boot  Dec 31 23:56\n')
  expect(run(guest, ['who', '-r'], { env }).stdout).toBe('         run-level 5  Dec 31 23:56\n')
})
