/** The package as it is for somebody who has not installed just-bash. */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { builtProgram } from '../cli/built-program.js'

const ROOT = resolve(import.meta.dirname, '../..')
const PROGRAM = `
import { createVm } from './node_modules/mockvm/dist/index.js'

const vm = await createVm({
  scenario: {
    extends: 'debian-12',
    clock: { mode: 'manual' },
    programs: [{ path: '/usr/bin/pg_dump', stdout: 'dumped', exitCode: 2 }],
    files: { '/root/script': { content: '#!/bin/sh\\necho never\\n', mode: '0755' } },
  },
})
const ended = []
for (const [path, ...arg] of JSON.parse(process.argv[2])) {
  const { pid } = await vm.call('guest-exec', { path, arg, 'capture-output': true })
  const { exitcode, 'out-data': out = '', 'err-data': err = '' } = await vm.call('guest-exec-status', { pid })
  const text = base64 => Buffer.from(base64, 'base64').toString()
  ended.push({ exitCode: Number(exitcode), out: text(out), err: text(err) })
}
await vm.close()
console.log(JSON.stringify(ended))
`

interface Ended {
  readonly exitCode: number
  readonly out: string
  readonly err: string
}

let directory: string

/** A project with mockvm and all that it needs, and no just-bash in any directory above. */
beforeAll(() => {
  const program = builtProgram()
  directory = mkdtempSync(join(tmpdir(), 'mockvm-alone-'))
  const modules = join(directory, 'node_modules')
  const installed = join(modules, 'mockvm')
  mkdirSync(installed, { recursive: true })
  cpSync(dirname(dirname(program.main)), join(installed, 'dist'), { recursive: true })
  cpSync(join(ROOT, 'scenarios'), join(installed, 'scenarios'), { recursive: true })
  cpSync(join(ROOT, 'package.json'), join(installed, 'package.json'))
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { dependencies: object }
  for (const name of Object.keys(dependencies)) {
    mkdirSync(dirname(join(modules, name)), { recursive: true })
    symlinkSync(join(ROOT, 'node_modules', name), join(modules, name))
  }
  writeFileSync(join(directory, 'program.mjs'), PROGRAM)
}, 120_000)

afterAll(() => rmSync(directory, { recursive: true }))

function ended(...calls: string[][]): Ended[] {
  const argv = [join(directory, 'program.mjs'), JSON.stringify(calls)]
  const output = execFileSync(process.execPath, argv, { cwd: directory, encoding: 'utf8', timeout: 60_000 })
  return JSON.parse(output) as Ended[]
}

test('A shell says in one sentence what is missing, and exits with 127', () => {
  const err =
    'mockvm: just-bash is not installed: shells and text tools of the guest need the package just-bash (>=3.4.2 <4); ' +
    "install it with `npm install --save-dev just-bash`. Other built-in programs and the scenario's `programs` work without it.\n"
  const missing = { exitCode: 127, out: '', err }
  const calls = [['/bin/sh', '-c', 'echo x'], ['/bin/bash', '-c', ':'], ['bash', '/root/script'], ['/root/script']]
  expect(ended(...calls)).toEqual(calls.map(() => missing))
})

test('All other programs work', () => {
  expect(ended(['/bin/echo', 'here'], ['cat', '/etc/hostname'], ['pg_dump', '--all'], ['/bin/true'])).toEqual([
    { exitCode: 0, out: 'here\n', err: '' },
    { exitCode: 0, out: 'debian\n', err: '' },
    { exitCode: 2, out: 'dumped', err: '' },
    { exitCode: 0, out: '', err: '' },
  ])
})
