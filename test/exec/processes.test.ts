/** What becomes of processes: when they end, by what, whose they are, and what they find around them. */
import { afterEach, describe, expect, test } from 'vitest'
import type { ScenarioInput, Vm } from '../../src/index.js'
import { debian, isRunning, outcome, output, run, start, VERSIONS } from './shell-host.js'

const open: Vm[] = []

afterEach(async () => {
  for (const vm of open.splice(0)) await vm.close()
})

async function guest(change?: ScenarioInput): Promise<Vm> {
  const vm = await debian(change)
  open.push(vm)
  return vm
}

const done = (out: string, exitCode = 0) => ({ out, err: '', exitCode })

describe('time', () => {
  test('ends sleep 3600 after an hour and not before', async () => {
    const vm = await guest()
    const pid = await start(vm, 'sleep 3600; echo rested')
    vm.advance('59m')
    expect(await isRunning(vm, pid)).toBe(true)
    vm.advance('59s')
    expect(await isRunning(vm, pid)).toBe(true)
    vm.advance('1s')
    expect(await outcome(vm, pid)).toEqual(done('rested\n'))
  })

  test('is the sum of what is done one after the other, and the longest of what is done at once', async () => {
    const vm = await guest()
    const serial = await start(vm, 'sleep 10; sleep 20; echo $SECONDS')
    const parallel = await start(vm, 'sleep 10 & sleep 20 & sleep 15 | sleep 5; wait; echo $SECONDS')
    vm.advance('20s')
    expect(await outcome(vm, parallel)).toEqual(done('20\n'))
    expect(await isRunning(vm, serial)).toBe(true)
    vm.advance('10s')
    expect(await outcome(vm, serial)).toEqual(done('30\n'))
  })

  test('is cut short by timeout', async () => {
    const vm = await guest()
    const pid = await start(vm, 'timeout 5 sleep 3600; echo $?')
    vm.advance('4999ms')
    expect(await isRunning(vm, pid)).toBe(true)
    vm.advance('1ms')
    expect(await outcome(vm, pid)).toEqual(done('124\n'))
  })
})

describe('kill from another shell', () => {
  test.each([
    ['kill', 15],
    ['kill -9', 9],
    ['kill -KILL', 9],
    ['kill -s HUP', 1],
    ['kill -SIGINT', 2],
    ['kill -USR1', 10],
    ['/bin/kill -TERM', 15],
  ])('%s ends it by the signal', async (command, signal) => {
    const vm = await guest()
    const pid = await start(vm, 'echo begun; exec sleep 3600; echo never')
    expect(await run(vm, `${command} ${pid}`)).toEqual(done(''))
    expect(await outcome(vm, pid)).toEqual({ out: 'begun\n', err: '', signal })
  })

  test.each(VERSIONS)('tells a signal of its child to an agent %s, and no exit code', async version => {
    const vm = await guest({ agent: { version } })
    const pid = await start(vm, 'exec sleep 3600')
    await output(vm, `kill -9 ${pid}`)
    expect(await vm.call('guest-exec-status', { pid })).toEqual({ exited: true, signal: 9n })
  })

  test('lets a trap answer', async () => {
    const vm = await guest()
    const pid = await start(vm, "trap 'echo caught; exit 3' TERM; while :; do sleep 1; done")
    await output(vm, `kill ${pid}`)
    vm.advance('1s')
    expect(await outcome(vm, pid)).toEqual(done('caught\n', 3))
  })

  test('does nothing to one that ignores it, but -9 does', async () => {
    const vm = await guest()
    const pid = await start(vm, "trap '' TERM HUP INT; sleep 3600 & exec sleep 3600")
    await output(vm, `kill ${pid}; kill -HUP ${pid}; kill -INT ${pid}`)
    expect(await isRunning(vm, pid)).toBe(true)
    await output(vm, `pkill -9 -P ${pid}; kill -9 ${pid}`)
    expect(await outcome(vm, pid)).toMatchObject({ signal: 9 })
  })

  test('meets the program of a job, whatever the shell ignores or traps', async () => {
    const vm = await guest()
    for (const trap of ["trap '' HUP", 'trap : HUP', "trap 'echo end' EXIT"]) {
      const line = `${trap}; sleep 3600 & ps -o args= -p $!; kill $!; wait $!; echo $?`
      expect((await run(vm, line)).out).toMatch(/^sleep 3600\n143\n(end\n)?$/)
    }
    expect((await run(vm, 'pgrep sleep')).out).toBe('')
  })

  test('stops it and lets it go on', async () => {
    const vm = await guest()
    const pid = await start(vm, 'sleep 10; echo on')
    await output(vm, `kill -STOP ${pid}`)
    expect(await output(vm, `ps -o stat= -p ${pid}`)).toBe('Ts\n')
    vm.advance('1m')
    expect(await isRunning(vm, pid)).toBe(true)
    await output(vm, `kill -CONT ${pid}`)
    expect(await outcome(vm, pid)).toEqual(done('on\n'))
  })

  test('stops the shell that sends it to itself, until it is told to go on', async () => {
    const vm = await guest()
    const pid = await start(vm, 'kill -STOP $$; echo on')
    vm.advance('1m')
    expect(await output(vm, `ps -o stat= -p ${pid}`)).toBe('Ts\n')
    await output(vm, `kill -CONT ${pid}`)
    expect(await outcome(vm, pid)).toEqual(done('on\n'))
  })

  test('may not be by another user', async () => {
    const vm = await guest()
    const pid = await start(vm, 'sleep 3600')
    expect(await run(vm, `su debian -c 'kill -9 ${pid}'`)).toMatchObject({ exitCode: 1 })
    expect(await isRunning(vm, pid)).toBe(true)
  })
})

describe('when the agent crashes', () => {
  test('its children go on as those of init, and nobody can be asked about them', async () => {
    const vm = await guest()
    const pid = await start(vm, 'sleep 60; echo alive > /root/result')
    vm.do({ agent: 'crash' })
    vm.do({ agent: 'start' })
    expect(await output(vm, `ps -o ppid= -p ${pid}`)).toBe('      1\n')
    await expect(vm.call('guest-exec-status', { pid })).rejects.toThrow("Invalid parameter 'pid'")
    expect((await run(vm, 'cat /root/result')).exitCode).toBe(1)
    vm.advance('1m')
    expect(await output(vm, 'cat /root/result')).toBe('alive\n')
    expect(await output(vm, `ps -o ppid= -p ${pid} | wc -l`)).toBe('0\n')
  })

  test('who prints to it is ended by SIGPIPE', async () => {
    const vm = await guest()
    const pid = await start(vm, 'sleep 60; /bin/echo lost; echo $? > /root/result')
    vm.do({ agent: 'crash' })
    vm.do({ agent: 'start' })
    vm.advance('1m')
    expect(await output(vm, 'cat /root/result')).toBe('141\n')
    expect(vm.guest.processes.get(Number(pid))).toBeUndefined()
  })
})

describe('a program finds', () => {
  test('/dev/null as its input, or a pipe with what was sent', async () => {
    const vm = await guest()
    expect(await output(vm, 'readlink /proc/self/fd/0; cat; echo end')).toBe('/dev/null\nend\n')
    expect(await output(vm, 'readlink /proc/self/fd/0', { input: '' })).toMatch(/^pipe:\[\d+\]\n$/)
    expect(await output(vm, 'read -r first; echo "<$first>"; cat', { input: 'one\ntwo\nthree' })).toBe(
      '<one>\ntwo\nthree',
    )
  })

  test('the environment that was sent and no other', async () => {
    const vm = await guest()
    const env = ['GREETING=hello world', 'EMPTY=', 'NUMBER=7=8']
    expect(await output(vm, 'echo "$GREETING|$EMPTY|$NUMBER|$LANG"', { env })).toBe('hello world||7=8|\n')
    expect((await output(vm, '/usr/bin/env', { env })).split('\n').sort()).toEqual(
      ['', ...env, 'PWD=/', 'SHLVL=1', '_=/usr/bin/env'].sort(),
    )
  })

  test('the root as its directory, and a child where the shell has gone', async () => {
    const vm = await guest()
    const line = 'pwd; readlink /proc/self/cwd; cd /var/log; readlink /proc/self/cwd; (cd /etc; pwd); pwd'
    expect(await output(vm, line)).toBe('/\n/\n/var/log\n/etc\n/var/log\n')
  })

  test('the agent as its parent', async () => {
    const vm = await guest()
    expect(await output(vm, 'ps -o args= -p $PPID')).toBe('/usr/sbin/qemu-ga\n')
  })
})

test('Pids begin anew behind the last there is, and skip those that are taken', async () => {
  const taken = { pid: 300, command: ['/usr/bin/first'] }
  const vm = await guest({ processes: [taken, { pid: 4194285, command: ['/usr/bin/last'] }] })
  const pids: number[] = []
  do pids.push(Number(await start(vm, 'exec true')))
  while (pids.at(-1) !== 302)
  expect(pids.slice(-4)).toEqual([4194302, 4194303, 301, 302])
})

test('A script without #! is run by /bin/sh for the agent, and by bash for bash', async () => {
  const vm = await guest()
  await output(
    vm,
    `printf 'echo "\${BASH_VERSION:-none} $(cat /proc/$$/comm) $0"\\n' > /root/plain; chmod +x /root/plain`,
  )
  expect(await run(vm, '', { path: '/root/plain' })).toEqual(done('none sh /root/plain\n'))
  expect(await run(vm, '/root/plain; :')).toEqual(done('5.2.15(1)-release bash /root/plain\n'))
})

test('The end of timeout takes along what its program has left behind, and guest-exec says so at once', async () => {
  const vm = await guest()
  const pid = await start(vm, 'timeout 1 bash -c "sleep 50 & sleep 51 | sleep 52"; echo $?')
  vm.advance('1s')
  expect(await outcome(vm, pid)).toEqual(done('124\n'))
})

test('The sh of Alpine knows its jobs in copies of itself', async () => {
  const vm = await guest({ extends: 'alpine-3.20' })
  const line = 'sleep 1 & jobs -p | wc -l; echo $(jobs -p | wc -l); (jobs); echo $(jobs); { jobs; } & wait'
  const ran = await run(vm, line, { path: '/bin/sh' })
  expect(ran).toEqual(done('1\n0\n[1]+ Running\n'))
})
