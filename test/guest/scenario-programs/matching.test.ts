import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { matchArguments } from '../../../src/guest/scenario-programs/match-arguments.js'
import type { ScenarioInput } from '../../../src/index.js'
import { output, run, start, status, vmWith } from './run.js'

const NOBODY = { exited: true, exitcode: 127n }
const nothingSays = (command: string) => ({
  ...NOBODY,
  err: `mockvm: nothing says what '${command}' does; add it to the scenario's programs\n`,
})

describe('argv', () => {
  test('is held against the arguments one by one', async () => {
    await using vm = await vmWith([{ argv: ['dump', '--table=*', { regex: '^\\d+$' }], stdout: 'fits' }])
    expect(await output(vm, 'dump --table=a 12')).toBe('fits')
    expect(await run(vm, 'dump --table=a 12x')).toEqual(nothingSays('dump --table=a 12x'))
    expect(await run(vm, 'dump --table=a')).toEqual(nothingSays('dump --table=a'))
    expect(await run(vm, 'dump --table=a 12 13')).toEqual(nothingSays('dump --table=a 12 13'))
  })

  test('... stands for any number of arguments', async () => {
    await using vm = await vmWith([{ argv: ['dump', '...', '-f', '*', '...'], stdout: 'fits' }])
    expect(await output(vm, 'dump -f x')).toBe('fits')
    expect(await output(vm, 'dump -a -f x -b -c')).toBe('fits')
    expect(await run(vm, 'dump -a -f')).toEqual(nothingSays('dump -a -f'))
  })

  test('an argument with a blank is one argument', async () => {
    await using vm = await vmWith([
      { argv: ['/opt/say', 'a b'], stdout: 'one' },
      { argv: ['/opt/say', 'a', 'b'], stdout: 'two' },
    ])
    const say = async (...arg: string[]) => {
      const { pid } = await vm.call('guest-exec', { path: 'say', arg, env: ['PATH=/opt'], 'capture-output': true })
      return Buffer.from((await vm.call('guest-exec-status', { pid }))['out-data'] ?? '', 'base64').toString()
    }
    expect(await say('a b')).toBe('one')
    expect(await say('a', 'b')).toBe('two')
  })
})

describe('regex', () => {
  test('fits somewhere in the command line of its path, whatever that is called by', async () => {
    await using vm = await vmWith([
      { path: '/opt/dump', regex: '--table=(?<table>\\w+)', stdout: '{{ capture.table }}' },
      { regex: '^/usr/bin/id -(.)$', stdout: '{{ capture.1 }}' },
    ])
    expect(await output(vm, '/opt/dump -v --table=users')).toBe('users')
    expect(await output(vm, 'id -x')).toBe('x')
  })

  test('without a path it fits from the beginning: a shell keeps the lines in which the program stands', async () => {
    await using vm = await vmWith([{ regex: 'mysqldump (\\w+)', stdout: 'my {{ capture.1 }}\n' }], {
      extends: 'debian-12',
    })
    const bash = async (line: string) => {
      const { pid } = await vm.call('guest-exec', { path: 'bash', arg: ['-c', line], 'capture-output': true })
      return status(vm, pid)
    }
    expect(await bash('echo before; mysqldump shop | tr a-z A-Z; sudo mysqldump two; env A=1 mysqldump three')).toEqual(
      {
        exited: true,
        exitcode: 0n,
        out: 'before\nMY SHOP\nmy two\nmy three\n',
        'out-truncated': false,
      },
    )
    expect(await output(vm, 'mysqldump shop')).toBe('my shop\n')
    expect(await output(vm, '/usr/local/bin/mysqldump shop')).toBe('my shop\n')
  })

  test('every branch of it begins there', async () => {
    await using vm = await vmWith([{ regex: 'lvs|vgs', stdout: 'volumes' }])
    expect(await output(vm, 'lvs')).toBe('volumes')
    expect(await output(vm, 'vgs --all')).toBe('volumes')
    expect(await output(vm, 'echo vgs')).toBe('vgs\n')
  })

  test('one that begins with any text is for shells as well', async () => {
    await using vm = await vmWith([{ regex: '.*mysqldump (\\w+)', stdout: 'my {{ capture.1 }}' }])
    expect(await output(vm, 'sh -c mysqldump shop')).toBe('my shop')
  })

  test('on Windows cmd.exe keeps its lines too', async () => {
    await using vm = await vmWith([{ regex: 'Get-Thing', stdout: 'thing' }], { extends: 'windows-server-2022' })
    expect(await output(vm, 'cmd.exe /c echo Get-Thing')).toBe('Get-Thing\r\n')
    expect(await output(vm, 'Get-Thing')).toBe('thing')
  })
})

describe('path', () => {
  test('may be a bare name, as of match and argv', async () => {
    await using vm = await vmWith([{ path: 'tool', stdout: 'mine' }])
    expect(await output(vm, 'tool a b')).toBe('mine')
    expect(await output(vm, '/usr/local/bin/tool')).toBe('mine')
  })

  test('a program that the guest has already stays what it is when no entry answers', async () => {
    await using vm = await vmWith(
      [
        { path: '/bin/sh', times: 1, stdout: 'scenario' },
        { match: 'show x', stdout: 'x' },
      ],
      { extends: 'debian-12', files: { '/usr/bin/show': { builtin: 'echo' } } },
    )
    expect(await output(vm, '/bin/sh -c true')).toBe('scenario')
    expect(await run(vm, '/bin/sh -c true')).toEqual({ exited: true, exitcode: 0n })
    expect(await output(vm, 'show x')).toBe('x')
    expect(await output(vm, 'show y')).toBe('y\n')
  })

  test('of Windows may be a bare name too', async () => {
    await using vm = await vmWith([{ path: 'powershell.exe', stdout: 'mine' }], { extends: 'windows-server-2022' })
    expect(await output(vm, 'powershell.exe -File x')).toBe('mine')
  })
})

test('the environment, the input and the user decide too', async () => {
  await using vm = await vmWith([
    { match: 'prog', env: { MODE: 'fa*', LEVEL: { regex: '^(\\d+)$' } }, stdout: 'level {{ capture.1 }}' },
    { match: 'prog', stdin: { regex: 'name: (.*)' }, stdout: 'name {{ capture.1 }}' },
    { match: 'prog', stdin: 'whole*', stdout: 'got {{ stdin }}' },
    { match: 'prog', user: 'alice', stdout: 'never' },
    { match: 'prog', user: 'root', stdout: 'root' },
  ])
  const env = ['PATH=/usr/local/bin']
  expect(await output(vm, 'prog', { env: [...env, 'MODE=fast', 'LEVEL=3'] })).toBe('level 3')
  expect(await output(vm, 'prog', { env: [...env, 'MODE=fast', 'LEVEL=x'] })).toBe('root')
  expect(await output(vm, 'prog', { input: 'a: 1\nname: b c\n' })).toBe('name b c')
  expect(await output(vm, 'prog', { input: 'whole and more' })).toBe('got whole and more')
})

test('what no entry takes goes to the built-in program, with its input', async () => {
  await using vm = await vmWith([
    { path: '/usr/bin/cat', stdin: 'mine', stdout: 'not yours' },
    { path: '/usr/bin/hostname', times: 1, exitCode: 1 },
  ])
  expect(await output(vm, 'cat', { input: 'mine' })).toBe('not yours')
  expect(await output(vm, 'cat', { input: 'yours' })).toBe('yours')
  expect(await run(vm, 'hostname')).toEqual({ exited: true, exitcode: 1n })
  expect(await output(vm, 'hostname')).toBe('mockvm\n')
})

test('a script goes on with its interpreter when no entry answers for it', async () => {
  const files: ScenarioInput['files'] = { '/root/hook': { content: '#!/usr/bin/echo -n\n', mode: '0755' } }
  await using vm = await vmWith([{ path: '/root/hook', times: 1, stdout: 'scenario' }], { files })
  expect(await output(vm, '/root/hook a')).toBe('scenario')
  expect(await output(vm, '/root/hook a')).toBe('/root/hook a')
})

test('while: how things stand in the guest', async () => {
  await using vm = await vmWith([
    { match: 'prog', while: { exists: '/run/flag' }, stdout: 'flag' },
    { match: 'prog', while: { frozen: true }, stdout: 'frozen' },
    { match: 'prog', while: { running: '/usr/sbin/cron *', uptime: { to: '2h' } }, stdout: 'early' },
    { match: 'prog', stdout: 'late' },
  ])
  expect(await output(vm, 'prog')).toBe('early')
  vm.advance('1h')
  expect(await output(vm, 'prog')).toBe('late')
  vm.do({ files: { '/run/flag': '' } })
  expect(await output(vm, 'prog')).toBe('flag')
  vm.guest.files.rm('/run/flag')
  vm.do({ filesystems: 'freeze' })
  expect(await output(vm, 'prog')).toBe('frozen')
})

test('while running: the process that asks is none of those', async () => {
  await using vm = await vmWith([
    { match: 'lock', while: { running: '*lock*' }, stderr: 'taken', exitCode: 1 },
    { match: 'lock', after: '1s' },
  ])
  const first = await start(vm, 'lock')
  expect(await run(vm, 'lock')).toEqual({ exited: true, exitcode: 1n, err: 'taken' })
  vm.advance('1s')
  expect(await status(vm, first)).toEqual({ exited: true, exitcode: 0n })
})

test('on Windows the name of the program is without its case and its .exe', async () => {
  await using vm = await vmWith(
    [
      { argv: ['APP', '/x', '...'], stdout: 'list' },
      { path: 'C:\\Tools\\tool.exe', regex: '/n:(\\d+)$', exitCode: '{{ capture.1 }}' },
      { path: 'C:\\Tools\\crash.exe', exitCode: 0xc0000005 },
    ],
    { extends: 'windows-server-2022' },
  )
  expect(await output(vm, 'app.exe /x /y')).toBe('list')
  expect(await run(vm, 'C:\\Tools\\Tool.exe /n:70000')).toEqual({ exited: true, exitcode: 70000n })
  const crashed = await run(vm, 'C:\\Tools\\crash.exe')
  expect(await run(vm, 'C:\\Tools\\tool.exe /n:3221225477')).toEqual(crashed)
})

/** The same by trying all there is. */
function fits(patterns: readonly string[], args: readonly string[]): boolean {
  const [first, ...rest] = patterns
  if (first === undefined) return args.length === 0
  if (first === '...') return [...args, ''].some((_, skip) => fits(rest, args.slice(skip)))
  return args.length > 0 && (first === '*' || first === args[0]) && fits(rest, args.slice(1))
}

test('a list of patterns fits exactly what trying everything finds', () => {
  const patterns = fc.array(fc.constantFrom('a', 'b', '*', '...'), { maxLength: 7 })
  const args = fc.array(fc.constantFrom('a', 'b'), { maxLength: 8 })
  fc.assert(
    fc.property(patterns, args, (patterns, args) => {
      expect(matchArguments(patterns, args) !== undefined).toBe(fits(patterns, args))
    }),
    { numRuns: 2000 },
  )
})

test('groups are numbered in the order of the patterns, wherever ... ends', () => {
  const patterns = ['...', { regex: '^a(.)' }, '...', { regex: '^b(?<last>.)' }]
  expect(matchArguments(patterns, ['b0', 'a1', 'b2', 'a3', 'b4'])).toEqual({
    numbered: ['1', '4'],
    named: { last: '4' },
  })
})
