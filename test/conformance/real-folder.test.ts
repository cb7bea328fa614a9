import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { FolderError, RealFolder } from './real-folder.js'

let parent = ''
let path = ''

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'mockvm-folder-'))
  path = join(parent, 'vec')
})
afterEach(() => rmSync(parent, { recursive: true }))

test('it is there from the first session to the last, empty for each but for what the session begins with', () => {
  const folder = new RealFolder(path)
  expect(readdirSync(path)).toEqual([])
  folder.fill({ files: { note: 'x' }, hook: [['hook.sh', '#!/bin/sh\n', 0o751]] })
  expect(readFileSync(join(path, 'note'), 'utf8')).toBe('x')
  expect(readFileSync(join(path, 'hook.sh'), 'utf8')).toBe('#!/bin/sh\n')
  expect(statSync(join(path, 'hook.sh')).mode & 0o7777).toBe(0o751)
  mkdirSync(join(path, 'left'))
  writeFileSync(join(path, 'left/behind'), '')
  folder.empty()
  expect(readdirSync(path)).toEqual([])
  folder.remove()
  expect(existsSync(path)).toBe(false)
})

test('one that is there already is refused and left alone', () => {
  mkdirSync(path)
  writeFileSync(join(path, 'mine'), '')
  const message = `--real: the recordings work in ${path}, which is there already. Remove it, unless another run is using it.`
  expect(() => new RealFolder(path)).toThrow(new FolderError(message))
  expect(readdirSync(path)).toEqual(['mine'])
})
