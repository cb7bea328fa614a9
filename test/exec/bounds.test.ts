/** What never ends, or grows without end, holds up neither the host nor the other programs of the guest. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Vm } from '../../src/index.js'
import { debian, isRunning, outcome, output, rawOutcome, run, start } from './shell-host.js'

let vm: Vm

beforeEach(async () => {
  vm = await debian()
})

afterEach(() => vm.close())

describe('a loop that never rests', () => {
  test.each([
    'while :; do :; done',
    'for ((;;)); do :; done',
    'while true; do /bin/true; done',
    'until false; do sleep 0; done',
    'yes > /dev/null',
    'yes | while read -r line; do :; done',
    'while :; do echo x; done | cat > /dev/null',
    "awk 'BEGIN { while (1); }'",
    'cat /dev/zero > /dev/null',
    'exec bash -c \'exec bash -c "$0" "$0"\' \'exec bash -c "$0" "$0"\'',
  ])('%s lets others go on, and is killed', async line => {
    const pid = await start(vm, line)
    expect(await run(vm, 'echo there')).toEqual({ out: 'there\n', err: '', exitCode: 0 })
    vm.advance('50ms')
    expect(await isRunning(vm, pid)).toBe(true)
    expect(await output(vm, `kill -9 ${pid}; pkill -9 yes; pkill -9 cat; true`)).toBe('')
    vm.advance('100ms')
    expect(await outcome(vm, pid)).toMatchObject({ signal: 9 })
  })

  test('counts as running, and makes the load', async () => {
    const pid = await start(vm, 'while :; do :; done')
    expect(await output(vm, `ps -o stat= -p ${pid}`)).toBe('Rs\n')
    vm.advance('10m')
    expect(await output(vm, 'cut -c1-4 /proc/loadavg')).toBe('1.00\n')
  })

  test('goes on as time passes', async () => {
    const pid = await start(vm, 'for ((i = 0; i < 100000; i++)); do :; done; echo $i')
    expect(await isRunning(vm, pid)).toBe(true)
    vm.advance('1m')
    expect(await outcome(vm, pid)).toEqual({ out: '100000\n', err: '', exitCode: 0 })
  })
})

describe('a fork bomb', () => {
  test.each([':() { :|:& }; :', 'f() { f | f; }; f', 'f() { f & f & wait; }; f'])(
    '%s stops at 1,000 processes',
    async line => {
      const others = vm.guest.processes.list().length
      const pid = await start(vm, line)
      vm.advance('100ms')
      expect(vm.guest.processes.list().length - others).toBeLessThanOrEqual(1000)
      expect(vm.guest.processes.list().length - others).toBeGreaterThan(10)
      vm.do({ vm: 'reset' })
      vm.advance('1m')
      expect(vm.guest.processes.get(Number(pid))).toBeUndefined()
      expect(await output(vm, 'echo up again')).toBe('up again\n')
    },
  )
})

const TOO_DEEP = 'environment: line 1: f: maximum function nesting level exceeded (1000)\n'
const NO_MORE = 'environment: line 1: fork: retry: Resource temporarily unavailable\n'

describe('what is too deep', () => {
  test.each([
    ['f() { f; }; f', '', TOO_DEEP, 1],
    ['n=0; f() { n=$((n + 1)); eval f; }; f', '', TOO_DEEP, 1],
    ['f() { if :; then case x in x) for i in 1; do { f; }; done; esac; fi; }; f', '', TOO_DEEP, 1],
    ['trap f USR1; f() { for i in 1; do { kill -USR1 $$; }; done; }; f', '', TOO_DEEP, 1],
    ['f() { echo "$(f)"; }; f', '\nnever\n', NO_MORE, 0],
    ['f() { (f); }; f', 'never\n', NO_MORE, 0],
  ])('%s fails, and the guest goes on', async (line, out, err, exitCode) => {
    const pid = await start(vm, `${line}; echo never`)
    vm.advance('1m')
    expect(await rawOutcome(vm, pid)).toEqual({ out, err, exitCode })
    expect(await output(vm, 'echo there')).toBe('there\n')
  })

  test('is not what a real shell does easily', async () => {
    const line = 'f() { if (( $1 > 0 )); then f $(($1 - 1)); else echo bottom; fi; }; f 990'
    expect(await run(vm, line)).toEqual({ out: 'bottom\n', err: '', exitCode: 0 })
  })
})

describe('in clock mode auto', () => {
  test('what never rests has a turn at each call, and holds none up', async () => {
    await using auto = await debian({ clock: { mode: 'auto' } })
    const pid = await start(auto, 'while :; do :; done')
    const before = auto.guest.clock.now()
    expect(await isRunning(auto, pid)).toBe(true)
    expect(auto.guest.clock.now() - before).toBeLessThan(1_000_000_000n)
  })

  test('a loop that waits for what never comes goes on while others ask', async () => {
    await using auto = await debian({ clock: { mode: 'auto' } })
    const pid = await start(auto, 'until [ -f /tmp/ready ]; do sleep 1; done; echo ready')
    expect(await isRunning(auto, pid)).toBe(true)
    auto.guest.files.writeFile('/tmp/ready', '')
    // It sees the file while this one is answered.
    expect(await isRunning(auto, pid)).toBe(true)
    expect(await outcome(auto, pid)).toEqual({ out: 'ready\n', err: '', exitCode: 0 })
  })
})

test.each([
  ['grep x /dev/zero', 'grep: /dev/zero: Cannot allocate memory\n', 2],
  ['dd if=/dev/zero of=/dev/null bs=1M count=300', 'dd: mockvm copies no more than 256 MiB at once\n', 1],
])('%s is refused: the memory of the host is not for the guest to fill', async (line, err, exitCode) => {
  expect(await run(vm, line)).toEqual({ out: '', err, exitCode })
})

describe('a text of more than 256 MiB', () => {
  test.each([
    ["printf -v x '%01000000d' 1; y=$x$x$x$x$x$x$x$x$x$x; z=$y$y$y$y$y$y$y$y$y$y; w=$z$z$z; echo never", 300_000_000],
    ['x=a; while :; do x=$x$x; done; echo never', 536_870_912],
    ['x=a; while :; do x+=$x; done; echo never', 536_870_912],
    ['x=$(cat /dev/zero); echo never', 268_435_457],
    ["printf '%0300000000d' 1; echo never", 300_000_000],
    ["printf '%0200000000d' 1 2; echo never", 400_000_000],
    ["printf '%.300000000d' 1; echo never", 300_000_000],
  ])('%s is refused', async (line, size) => {
    const err = `/bin/bash: line 1: xmalloc: cannot allocate ${size} bytes (mockvm keeps no more than 256 MiB of text)\n`
    expect(await run(vm, line)).toEqual({ out: '', err, exitCode: 2 })
  })

  test('is refused as an argument, and the length and parts of the longest one are told', async () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the shell's
    const line = 'x=ab; for i in {1..27}; do x=$x$x; done; echo ${#x} ${x:268435454:9} "${x: -1}"; : "$x$x"; echo never'
    const err =
      '/bin/bash: line 1: xmalloc: cannot allocate 536870912 bytes (mockvm keeps no more than 256 MiB of text)\n'
    expect(await run(vm, line)).toEqual({ out: '268435456 ab b\n', err, exitCode: 2 })
  })
})

test('A width of 20 MB is printed whole', async () => {
  expect(await output(vm, "printf '%020000000d' 1 | wc -c")).toBe('20000000\n')
})

describe('what is within itself without end uses up the stack', () => {
  test.each([
    "trap 'kill -USR1 $$' USR1; kill -USR1 $$",
    'x=\'eval "$x"\'; eval "$x"',
    "echo '. /tmp/again' > /tmp/again; . /tmp/again",
  ])('%s', async line => {
    expect(await run(vm, `${line}; echo never`)).toEqual({ out: '', err: '', signal: 11 })
    expect(await output(vm, 'echo there')).toBe('there\n')
  })

  test('A trap that raises its own signal a few times is executed within itself', async () => {
    const line = "trap 'echo a; n=$((n + 1)); [ $n -lt 3 ] && kill -USR1 $$; echo b' USR1; kill -USR1 $$; echo end"
    expect(await output(vm, line)).toBe('a\na\na\nb\nb\nb\nend\n')
  })
})
