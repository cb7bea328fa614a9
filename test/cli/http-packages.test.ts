import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type BuiltProgram, builtProgram } from './built-program.js'

/** Which packages a process loads, and what it says when one is missing: only a process of its own can show that. */
let program: BuiltProgram
let directory: string

beforeAll(() => {
  program = builtProgram()
  directory = mkdtempSync(join(tmpdir(), 'mockvm-test-'))
  // Tells of every package the first time that it is asked for.
  writeFileSync(
    join(directory, 'hook.mjs'),
    `const seen = new Set()
     export async function resolve(specifier, context, next) {
       if (/^(msw|srvx|@peculiar\\/x509)(\\/|$)/.test(specifier) && !seen.has(specifier)) {
         seen.add(specifier)
         process._rawDebug('loads ' + specifier)
       }
       return next(specifier, context)
     }`,
  )
  writeFileSync(
    join(directory, 'register.mjs'),
    `import { register } from 'node:module'
     register('./hook.mjs', import.meta.url)`,
  )
}, 120_000)

afterAll(() => rmSync(directory, { recursive: true }))

/** Runs a module until it has printed a line, ends it, and gives what it has loaded of the packages for HTTP. */
async function loadedBy(...args: string[]): Promise<string[]> {
  const child = spawn(process.execPath, ['--import', join(directory, 'register.mjs'), ...args], { stdio: 'pipe' })
  const told = text(child.stderr)
  child.stdout.once('data', () => child.kill('SIGTERM'))
  await new Promise(done => child.once('exit', done))
  return [...(await told).matchAll(/^loads (.*)$/gm)].map(([, name = '']) => name).sort()
}

describe('of msw, srvx and @peculiar/x509', () => {
  test('createVm() loads none', async () => {
    const file = join(directory, 'vm.mjs')
    const library = join(dirname(dirname(program.main)), 'index.js')
    writeFileSync(file, `import { createVm } from '${library}'; const vm = await createVm(); console.log(vm.name)`)
    expect(await loadedBy(file)).toEqual([])
  })

  test('mockvm serve loads none', async () => {
    expect(await loadedBy(program.main, 'serve', '--quiet')).toEqual([])
  })

  test('mockvm serve --http loads those that it needs', async () => {
    expect(await loadedBy(program.main, 'serve', '--quiet', '--http', '0')).toEqual(['msw', 'srvx'])
  })

  test('mockvm serve --https loads all', async () => {
    const all = ['@peculiar/x509', 'msw', 'srvx']
    expect(await loadedBy(program.main, 'serve', '--quiet', '--https', '0')).toEqual(all)
  })
})

test('where msw is not installed, --http says what to install, and all else works', async () => {
  const root = resolve(import.meta.dirname, '../..')
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  for (const name of Object.keys(dependencies)) {
    const link = join(directory, 'node_modules', name)
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(join(root, 'node_modules', name), link)
  }
  for (const name of ['package.json', 'scenarios']) cpSync(join(root, name), join(directory, name), { recursive: true })
  cpSync(dirname(dirname(program.main)), join(directory, 'dist'), { recursive: true })
  const run = async (...args: string[]) => {
    const child = spawn(process.execPath, [join(directory, 'dist/cli/main.js'), ...args], { stdio: 'pipe' })
    const ended = new Promise(done => child.once('exit', done))
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
    return { status: await ended, out, err }
  }
  expect(await run('check', 'minimal')).toMatchObject({ status: 0, err: '' })
  expect(await run('serve', '--https', '0')).toEqual({
    status: 1,
    out: '',
    err: '--http and --https need msw, which is not installed: npm install msw\n',
  })
})
