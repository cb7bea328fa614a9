import { expect, test } from 'vitest'
import { PATCH_NAMES, PATCHES, patched } from '../../src/agent/patches.js'
import { findProfile } from '../../src/agent/versions.js'

const { behaviour } = findProfile('9.1.0', 'linux')

test('without patches a version behaves as it is', () => {
  expect(patched(behaviour, [])).toBe(behaviour)
})

test('every patch changes something of some version, and tells what in a line', () => {
  for (const name of PATCH_NAMES) {
    expect(patched(behaviour, [name])).not.toEqual(behaviour)
    expect(PATCHES[name].what).toMatch(/^[^\n]{20,120}[^.\n]$/)
  }
})

test('patches add up', () => {
  const { listsBindMounts, shutdownProgram } = patched(behaviour, PATCH_NAMES)
  expect({ listsBindMounts, shutdownProgram }).toEqual({
    listsBindMounts: false,
    shutdownProgram: 'poweroff, halt or reboot',
  })
})
