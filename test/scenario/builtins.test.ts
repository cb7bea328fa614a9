import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { ScenarioInput } from '../../src/scenario/load.js'
import { load, refusal } from './vocabulary.js'

const folder = mkdtempSync(join(tmpdir(), 'mockvm-builtins-'))
afterAll(() => rmSync(folder, { recursive: true }))

const debian = load('debian-12').guest.builtins
const ofChild = (builtins: ScenarioInput['builtins']) => load({ extends: 'debian-12', builtins }).guest.builtins

test('a list adds to the parent’s, each path once', () => {
  expect(ofChild(['/opt/cat', '/usr/bin/ls'])).toEqual([...debian, '/opt/cat'])
})

test('of a map true adds and null takes out', () => {
  expect(ofChild({ '/opt/cat': true, '/usr/bin/ls': null })).toEqual([
    ...debian.filter(path => path !== '/usr/bin/ls'),
    '/opt/cat',
  ])
})

test('an empty list takes all away', () => {
  expect(ofChild([])).toEqual([])
})

test('a map without a parent is a list of what it adds', () => {
  expect(load({ builtins: { '/bin/ls': true, '/bin/cat': null } }).document.builtins).toEqual(['/bin/ls'])
})

test('an override adds and takes out as a file does', () => {
  const builtins = (value: unknown) => load('debian-12', [{ path: 'builtins', value }]).guest.builtins
  expect(builtins(['/opt/cat'])).toEqual([...debian, '/opt/cat'])
  expect(builtins({ '/usr/bin/ls': null })).toEqual(debian.filter(path => path !== '/usr/bin/ls'))
  expect(builtins([])).toEqual([])
})

test('one that nobody plays is told where it stands, whatever its parents have', () => {
  const file = join(folder, 'demo.yaml')
  writeFileSync(file, 'extends: debian-12\nbuiltins:\n  - /usr/bin/cat\n  - /usr/bin/unam\n')
  expect(refusal(() => load(file)).replace(file, 'demo.yaml')).toBe(
    'demo.yaml:4:5  builtins["/usr/bin/unam"]: expected a path that ends in the name of a built-in program, got "unam". Did you mean "uname"? docs/programs.md has the list; what is not in it can be an entry of programs, or a script in files.',
  )
})
