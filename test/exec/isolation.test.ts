/** Nothing of the host is found from inside of the guest, whatever is tried, and nothing of what is done there is seen on the host. */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Vm } from '../../src/index.js'
import { debian, output, run } from './shell-host.js'

const SECRET = 'what only the host knows: 7f3e90'
const NOW = '2031-05-06T07:08:09Z'
const SECONDS = '1935817689'
const TOOLS = ['jq', 'curl', 'wget', 'ping', 'nc']

let vm: Vm
let directory: string
let file: string
let server: Server
let port: number
let connections = 0

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'mockvm-host-'))
  file = join(directory, 'secret.txt')
  writeFileSync(file, SECRET)
  process.env.MOCKVM_SECRET = SECRET
  server = createServer(socket => {
    connections++
    socket.destroy()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as { port: number }).port
  const files = Object.fromEntries(TOOLS.map(name => [`/usr/bin/${name}`, { builtin: name }]))
  vm = await debian({ clock: { now: NOW }, files })
})

afterAll(async () => {
  await vm.close()
  await new Promise(resolve => server.close(resolve))
  delete process.env.MOCKVM_SECRET
  rmSync(directory, { recursive: true })
})

/** Lines say FILE, DIR, PORT and PID for those of the host. */
const ofHost = (line: string) =>
  line
    .replaceAll('FILE', file)
    .replaceAll('DIR', directory)
    .replaceAll('PORT', String(port))
    .replaceAll('PID', String(process.pid))

describe('a file of the host', () => {
  test('is there', () => {
    expect(existsSync(file)).toBe(true)
  })

  test.each([
    ['cat FILE', 'cat: FILE: No such file or directory\n'],
    ['head FILE', "head: cannot open 'FILE' for reading: No such file or directory\n"],
    ['wc FILE', 'wc: FILE: No such file or directory\n'],
    ['base64 FILE', 'base64: FILE: No such file or directory\n'],
    ['md5sum FILE', 'md5sum: FILE: No such file or directory\n'],
    ['source FILE', '/bin/bash: line 1: FILE: No such file or directory\n'],
    ['read line < FILE', '/bin/bash: line 1: FILE: No such file or directory\n'],
    ['mapfile < FILE', '/bin/bash: line 1: FILE: No such file or directory\n'],
    ['bash FILE', 'bash: FILE: No such file or directory\n'],
    ['FILE', '/bin/bash: line 1: FILE: No such file or directory\n'],
    ['cd DIR', '/bin/bash: line 1: cd: DIR: No such file or directory\n'],
    ['cp FILE /root/copy', "cp: cannot stat 'FILE': No such file or directory\n"],
    ['mv FILE /root/moved', "mv: cannot stat 'FILE': No such file or directory\n"],
    ['rm FILE', "rm: cannot remove 'FILE': No such file or directory\n"],
    ['stat FILE', "stat: cannot statx 'FILE': No such file or directory\n"],
    ['chmod 777 FILE', "chmod: cannot access 'FILE': No such file or directory\n"],
    ['dd if=FILE', "dd: failed to open 'FILE': No such file or directory\n"],
    ['ln -sf FILE /root/link; cat /root/link', 'cat: /root/link: No such file or directory\n'],
    ['cat /proc/1/rootFILE', 'cat: /proc/1/rootFILE: No such file or directory\n'],
    ['cat /proc/self/rootFILE', 'cat: /proc/self/rootFILE: No such file or directory\n'],
    ['cat /proc/self/cwd/../..FILE', 'cat: /proc/self/cwd/../..FILE: No such file or directory\n'],
    ['cat /../../../..FILE', 'cat: /../../../..FILE: No such file or directory\n'],
    ["jq -n --slurpfile it FILE '$it'", 'jq: FILE: No such file or directory\n'],
    ["jq -n --rawfile it FILE '$it'", 'jq: FILE: No such file or directory\n'],
  ])('is not there for %s', async (line, err) => {
    const ran = await run(vm, ofHost(line))
    expect(ran).toEqual({ out: '', err: ofHost(err), exitCode: ran.exitCode })
    expect(ran.exitCode).toBeGreaterThan(0)
    expect(existsSync(file)).toBe(true)
  })

  test.each([
    ['find / -name secret.txt', ''],
    [`grep -r '${SECRET}' /dev /etc /home /root /run /sys /tmp /usr /var 2>/dev/null || echo none`, 'none\n'],
    ['echo FILE*', 'FILE*\n'],
    ['test -e FILE; echo $?', '1\n'],
    ['[[ -e DIR ]]; echo $?', '1\n'],
    [`awk 'BEGIN { print (getline line < "FILE"), "[" line "]" }'`, '-1 []\n'],
    [`awk 'BEGIN { "cat FILE 2>/dev/null" | getline line; print "[" line "]" }'`, '[]\n'],
    ["echo line | sed 'r FILE'", 'line\n'],
    ['echo "[$(<FILE)]" 2>/dev/null', '[]\n'],
    ['xargs -a FILE echo 2>/dev/null; echo done', 'done\n'],
    ['split FILE /root/part 2>/dev/null; ls /root/part* 2>/dev/null; echo done', 'done\n'],
    ['tar cf - FILE 2>/dev/null | tar tf - 2>/dev/null; echo done', 'done\n'],
    ['for ((fd = 3; fd < 300; fd++)); do cat /dev/fd/$fd /proc/self/fd/$fd /proc/$$/fd/$fd; done 2>/dev/null', ''],
    ['ls DIR 2>/dev/null; echo done', 'done\n'],
  ])('is not found by %s', async (line, out) => {
    expect((await run(vm, ofHost(line))).out).toBe(ofHost(out))
  })
})

describe('what the guest writes', () => {
  test.each([
    'mkdir -p DIR && echo guest > FILE',
    'echo guest | tee FILE',
    'echo guest | dd of=FILE 2>&1',
    'cp /etc/hostname FILE',
    'mkdir -p DIR/sub/sub',
    'touch DIR/new; truncate -s 5 FILE',
    "echo guest > DIR/a; sed -i 's/guest/host/' DIR/a",
    'awk \'BEGIN { print 1 > "DIR/awk" }\'',
    'ln -s /etc/hostname DIR/link',
    'chmod 000 FILE; rm -rf DIR',
  ])('%s is nothing to the host', async line => {
    await output(vm, ofHost(line))
    expect(readdirSync(directory)).toEqual(['secret.txt'])
    expect(existsSync(file)).toBe(true)
  })
})

describe("the host's environment", () => {
  test.each([
    ['env; printenv; set; export -p; declare -p'],
    ['echo "[$MOCKVM_SECRET]"; declare -p MOCKVM_SECRET'],
    ['cat /proc/self/environ /proc/*/environ'],
    ["awk 'BEGIN { for (name in ENVIRON) print name, ENVIRON[name] }'"],
    ["jq -n 'env, $ENV, env.MOCKVM_SECRET'"],
    ['sh -c set; bash -lc env'],
    ['env -i env; env -u PATH /usr/bin/env'],
    ['cat /proc/cmdline /proc/*/cmdline'],
  ])('is not shown by %s', async line => {
    const { out, err } = await run(vm, line)
    expect(out + err).not.toContain(SECRET)
    expect(out + err).not.toContain(process.execPath)
    expect(out).not.toBe('')
  })

  test('is not what a program starts with', async () => {
    expect(await output(vm, 'env | sort')).toBe(
      'LANG=C.UTF-8\nPATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\nPWD=/\nSHLVL=1\n_=/usr/bin/env\n',
    )
  })
})

describe("the host's processes", () => {
  test.each([
    ['ps -e -o comm= | grep -c -e node -e vitest', '0\n'],
    ['pgrep -c vitest', '0\n'],
    ['pidof node; echo $?', '1\n'],
  ])('are not counted by %s', async (line, out) => {
    expect((await run(vm, line)).out).toBe(out)
  })

  test('have no pids in /proc beyond those of the guest', async () => {
    const shown = await output(vm, 'cd /proc; echo [0-9]*')
    const { processes } = vm.guest
    const [shell, ...others] = shown.trim().split(' ').map(Number).reverse()
    expect(others.reverse()).toEqual(processes.list().map(({ pid }) => pid))
    expect(shell).toBeGreaterThan(0)
  })

  test.each(['kill -0 PID', 'kill -TERM PID', 'kill -9 PID'])('are not reached by %s', async line => {
    const there = vm.guest.processes.get(process.pid)
    expect(there).toBeUndefined()
    expect(await run(vm, ofHost(line))).toEqual({
      out: '',
      err: ofHost('/bin/bash: line 1: kill: (PID) - No such process\n'),
      exitCode: 1,
    })
  })
})

describe('a server of the host', () => {
  test.each([
    ['curl -sS http://127.0.0.1:PORT/', 7],
    ['curl -sS http://localhost:PORT/', 7],
    ['wget -q -O- http://127.0.0.1:PORT/', 4],
    ['exec 3<>/dev/tcp/127.0.0.1/PORT', 1],
    ['echo > /dev/tcp/localhost/PORT', 1],
    // A datagram is sent to whoever may listen: nobody tells that there is none.
    ['echo > /dev/udp/127.0.0.1/PORT', 0],
    ['nc -z 127.0.0.1 PORT', 1],
    ['ssh -p PORT 127.0.0.1', 127],
    ['telnet 127.0.0.1 PORT', 127],
  ])('is not reached by %s', async (line, exitCode) => {
    const ran = await run(vm, ofHost(line))
    expect({ out: ran.out, exitCode: ran.exitCode }).toEqual({ out: '', exitCode })
  })

  test('answers only what comes from the host, and nothing came', async () => {
    expect(await output(vm, 'ping -c1 127.0.0.1 | head -n1')).toBe('PING 127.0.0.1 (127.0.0.1) 56(84) bytes of data.\n')
    expect(connections).toBe(0)
  })
})

describe("the host's clock", () => {
  test.each([
    ['date +%s', SECONDS],
    ['date -u +%FT%TZ', NOW],
    ['echo $EPOCHSECONDS', SECONDS],
    ['echo $SECONDS', '0'],
    ["printf '%(%s)T' -1", SECONDS],
    ["awk 'BEGIN { print systime() }'", SECONDS],
    ['awk \'BEGIN { print strftime("%F") }\'', '2031-05-06'],
    ["awk 'BEGIN { srand(); print srand() }'", SECONDS],
    ["jq -n 'now | floor'", SECONDS],
    ['touch /root/new; stat -c %Y /root/new', SECONDS],
    ["touch /root/new; find /root -newermt '2031-05-06 07:08:08' -name new", '/root/new'],
    ['touch -d @0 /root/old; find /root -name old -mtime +20000', '/root/old'],
    ['cut -d" " -f1 /proc/uptime', '191.25'],
    ['uptime -s', '2031-05-06 07:04:57'],
  ])('is not that of %s', async (line, out) => {
    expect((await output(await steady(), line)).trimEnd()).toBe(out)
  })

  /** A guest whose clock has not been moved by other tests. */
  async function steady(): Promise<Vm> {
    standing ??= await debian({ clock: { now: NOW }, files: { '/usr/bin/jq': { builtin: 'jq' } } })
    return standing
  }

  let standing: Vm | undefined
  afterAll(() => standing?.close())
})

test('The machine is the guest, not the host', async () => {
  const line = 'hostname; uname -n; echo $HOSTNAME; id -un; whoami; echo $HOME ~; nproc; pwd; umask; echo $UID $EUID'
  expect(await output(vm, line)).toBe('debian\ndebian\ndebian\nroot\nroot\n/root\n2\n/\n0022\n0 0\n')
  expect(hostname()).not.toBe('debian')
})

test.each(['node', 'npx', 'npm', 'python3', 'perl', 'ruby', 'deno', 'tsx'])('There is no %s', async name => {
  const err = `/bin/bash: line 1: ${name}: command not found\n`
  expect(await run(vm, `${name} -e 1`)).toEqual({ out: '', err, exitCode: 127 })
})

describe('names of the language that mockvm is written in', () => {
  const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'prototype']

  test.each(NAMES)('%s is a variable as any other', async name => {
    expect(
      await output(
        vm,
        `echo "[$${name}]"; ${name}=1; echo $${name} $((${name} + 1)); unset ${name}; echo "[$${name}]"`,
      ),
    ).toBe('[]\n1 2\n[]\n')
    expect(await output(vm, `export ${name}=yes; printenv ${name}; env | grep ^${name}=`)).toBe(`yes\n${name}=yes\n`)
    expect((await run(vm, `printenv ${name}`)).exitCode).toBe(1)
  })

  test.each(NAMES)('%s is a function once it is one', async name => {
    const err = `/bin/bash: line 1: ${name}: command not found\n`
    expect(await run(vm, name)).toEqual({ out: '', err, exitCode: 127 })
    expect(await output(vm, `${name}() { echo called $1; }; ${name} so; type -t ${name}`)).toBe('called so\nfunction\n')
  })

  test.each(NAMES)('%s is a file name', async name => {
    const line = `cd /tmp; echo x > ${name}; cat ${name}; echo ${name}*; rm ${name}; test -e ${name}; echo $?`
    expect(await output(vm, line)).toBe(`x\n${name}\n1\n`)
  })

  test.each(NAMES)('%s is a key of arrays', async name => {
    const line = `declare -A a; a[x]=1; echo "[\${a[${name}]}]"; a[${name}]=2; echo \${a[${name}]} \${#a[@]}`
    expect(await output(vm, line)).toBe('[]\n2 2\n')
    const awk = `awk 'BEGIN { print ("${name}" in a); a["${name}"] = 3; for (key in a) print key, a[key]; print length(a) }'`
    expect(await output(vm, awk)).toBe(`0\n${name} 3\n1\n`)
  })

  test.each(NAMES)('%s is no user, option, signal or unit', async name => {
    const { out, exitCode } = await run(
      vm,
      `id ${name} || set -o ${name} || trap : ${name} || shopt ${name} || kill -s ${name} 1`,
    )
    expect({ out, exitCode }).toEqual({ out: '', exitCode: 1 })
    expect(await output(vm, `systemctl is-active ${name} || true`)).toBe('inactive\n')
  })
})
