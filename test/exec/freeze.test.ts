/** Shells and a frozen file system. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { QapiError, Vm } from '../../src/index.js'
import { debian, isRunning, outcome, output, run, start, VERSIONS } from './shell-host.js'

const HOOK = '/etc/qemu/fsfreeze-hook'
const LOOK = 'ls -lni --full-time /root; cat /root/old'

const open: Vm[] = []

afterEach(async () => {
  for (const vm of open.splice(0)) await vm.close()
})

async function guest(...change: Parameters<typeof debian>): Promise<Vm> {
  const vm = await debian(...change)
  open.push(vm)
  return vm
}

const done = (out: string, exitCode = 0) => ({ out, err: '', exitCode })

describe('on a frozen file system', () => {
  let vm: Vm

  beforeEach(async () => {
    vm = await guest({ files: { '/root/old': 'old\n' } })
    await output(vm, 'fsfreeze -f /')
  })

  test.each([
    'echo x > /root/new',
    'echo x >> /root/old',
    'touch /root/old',
    'mkdir /root/d',
    'rm /root/old',
    'mv /root/old /root/moved',
    'ln -s old /root/link',
    'chmod 600 /root/old',
    'chown debian /root/old',
    'truncate -s 0 /root/old',
    'echo x | tee /root/new > /dev/null',
    "sed -i 's/old/new/' /root/old",
    'cp /etc/hostname /root/copy',
    'dd if=/etc/hostname of=/root/copy status=none',
    'mkfifo /root/fifo',
    'ls / | sort > /root/list',
  ])('%s hangs until it is thawed', async line => {
    const before = await output(vm, LOOK)
    const pid = await start(vm, `${line}; echo $?`)
    vm.advance('1d')
    expect(await isRunning(vm, pid)).toBe(true)
    expect(await output(vm, 'ps -eo stat= | grep -c ^D')).toBe('1\n')
    expect(await output(vm, LOOK)).toBe(before)
    await output(vm, 'fsfreeze -u /')
    expect(await outcome(vm, pid)).toEqual(done('0\n'))
    expect(await output(vm, 'ps -eo stat= | grep -c ^D || true')).toBe('0\n')
  })

  test('two that hang make a load of 2, and take no time of a processor', async () => {
    await start(vm, 'echo x > /root/new')
    await start(vm, 'echo x > /root/other')
    vm.advance('1h')
    expect(await output(vm, 'cut -d " " -f 1-3 /proc/loadavg; uptime | grep -o "average:.*"')).toBe(
      '2.00 2.00 2.00\naverage: 2.00, 2.00, 2.00\n',
    )
    expect(await output(vm, 'cut -d " " -f 2-5 /proc/stat | sed -n 2p')).toMatch(/^0 0 0 \d+\n$/)
    await output(vm, 'fsfreeze -u /')
    vm.advance('1d')
    expect(await output(vm, 'cut -d " " -f 1-3 /proc/loadavg')).toBe('0.00 0.00 0.00\n')
  })

  test.each([
    ['cat /root/old', 'old\n'],
    ['df --output=target / | tail -n1', '/\n'],
    ['mount | grep -c " / "', '1\n'],
    ['ls /root; stat -c %s /root/old; grep -c o /root/old; find /root -name old', 'old\n4\n1\n/root/old\n'],
    [
      'echo x > /run/new; cat /run/new; rm /run/new; ls /run/new 2>&1',
      "x\nls: cannot access '/run/new': No such file or directory\n",
    ],
    ['echo x > /dev/null; echo y > /dev/shm/new; cat /dev/shm/new', 'y\n'],
    ['test -w /root/old; echo $?', '0\n'],
    ['ls / | wc -l | grep -c 1', '1\n'],
  ])('%s works', async (line, out) => {
    expect((await run(vm, line)).out).toBe(out)
  })

  test('no signal ends who waits, but all that came take effect at the thaw', async () => {
    const pids = [await start(vm, 'echo x > /root/a'), await start(vm, 'echo x > /root/b')]
    const [first, second] = pids
    await output(vm, `kill -9 ${first}; kill ${second}; kill -9 ${second}`)
    vm.advance('1h')
    for (const pid of pids) {
      expect(await isRunning(vm, pid)).toBe(true)
      expect(await output(vm, `ps -o stat= -p ${pid}`)).toBe('Ds\n')
    }
    await output(vm, 'fsfreeze -u /')
    expect(await outcome(vm, first ?? 0n)).toEqual({ out: '', err: '', signal: 9 })
    expect(await outcome(vm, second ?? 0n)).toEqual({ out: '', err: '', signal: 15 })
  })

  test('what was begun before goes on behind it', async () => {
    const pid = await start(vm, 'echo 1; echo 2 > /root/new; echo 3; cat /root/new')
    await output(vm, 'fsfreeze -u /')
    expect(await outcome(vm, pid)).toEqual(done('1\n3\n2\n'))
  })

  test('fsfreeze refuses to freeze twice and to thaw what is not frozen', async () => {
    const refused = (what: string) => ({ out: '', err: `fsfreeze: /: ${what}\n`, exitCode: 1 })
    expect(await run(vm, 'fsfreeze -f /')).toEqual(refused('freeze failed: Device or resource busy'))
    await output(vm, 'fsfreeze -u /')
    expect(await run(vm, 'fsfreeze -u /')).toEqual(refused('unfreeze failed: Invalid argument'))
  })
})

describe.each(VERSIONS)('frozen by an agent %s', version => {
  const refusal = {
    '2.11.0': ['GenericError', 'The command guest-exec has been disabled for this instance'],
    '5.2.0': ['CommandNotFound', 'The command guest-exec has been disabled for this instance'],
    '7.2.22': ['CommandNotFound', 'Command guest-exec has been disabled: the agent is in frozen state'],
    '11.1.3': ['CommandNotFound', 'Command guest-exec has been disabled: the command is not allowed'],
  }[version]

  test('the guest starts nothing for it, and what runs waits for guest-fsfreeze-thaw', async () => {
    const vm = await guest({ agent: { version } })
    const pid = await start(vm, 'sleep 10; date +%s > /root/at; stat -c %Y /root/at')
    await vm.call('guest-fsfreeze-freeze', {})
    const error = await vm.call('guest-exec', { path: '/bin/true' }).catch((error: QapiError) => error)
    expect([(error as QapiError).class, (error as QapiError).desc]).toEqual(refusal)
    vm.advance('1h')
    expect(vm.guest.processes.stateOf(vm.guest.processes.get(Number(pid)) ?? fail(pid))).toBe('D')
    await vm.call('guest-fsfreeze-thaw', {})
    const ran = await outcome(vm, pid)
    expect(ran).toEqual(done(ran?.out ?? ''))
    expect(await output(vm, 'date +%s')).toBe(ran?.out)
  })
})

describe('a hook that is a script of the guest', () => {
  const SCRIPT = `#!/bin/sh
case "$1" in
  freeze)
    echo "freeze at $(date +%s) by $(id -un)" >> /var/log/hook.log
    test ! -e /etc/refuse || exit 3
    ;;
  thaw) echo "thaw $(cat /etc/hostname)" >> /var/log/hook.log ;;
  *) exit 1 ;;
esac
`
  const hooked = (version: string, files = {}) =>
    guest({
      agent: { version, fsfreezeHook: HOOK },
      clock: { now: '2031-05-06T07:08:09Z' },
      files: { [HOOK]: { content: SCRIPT, mode: '0755' }, ...files },
    })

  test.each(VERSIONS)('runs before the freeze and behind the thaw of an agent %s', async version => {
    const vm = await hooked(version)
    await vm.call('guest-fsfreeze-freeze', {})
    expect(await vm.call('guest-fsfreeze-status', {})).toBe('frozen')
    await vm.call('guest-fsfreeze-thaw', {})
    expect(await output(vm, 'cat /var/log/hook.log')).toBe('freeze at 1935817689 by root\nthaw debian\n')
  })

  test.each(VERSIONS)('stops the freeze of an agent %s when it fails', async version => {
    const vm = await hooked(version, { '/etc/refuse': '' })
    await expect(vm.call('guest-fsfreeze-freeze', {})).rejects.toThrow(/fsfreeze hook/)
    expect(await vm.call('guest-fsfreeze-status', {})).toBe('thawed')
    expect(await output(vm, 'cat /var/log/hook.log')).toBe('freeze at 1935817689 by root\n')
    expect(await output(vm, 'echo x > /root/new; cat /root/new')).toBe('x\n')
  })
})

function fail(pid: bigint): never {
  throw new Error(`there is no process ${pid}`)
}
