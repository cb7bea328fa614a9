import { expect, test } from 'vitest'
import { builtins } from '../../../src/guest/programs/registry.js'
import { programGuest } from './guest.js'

test('a guest that has the files of all built-in programs runs them by name', () => {
  const guest = programGuest({ builtins: [...builtins.keys()].map(name => `/usr/bin/${name}`) })
  const request = {
    environ: [],
    searchPath: '/usr/bin',
    stdin: new Uint8Array(),
    cwd: '/',
    user: 'root',
    capture: 'separated' as const,
  }
  for (const name of builtins.keys()) {
    const pid = guest.children.exec({ ...request, path: name, args: ['--no-such-option'] })
    expect(guest.children.status(pid)?.pid).toBe(pid)
  }
  const pid = guest.children.exec({ ...request, path: 'echo', args: ['hello'] })
  const child = guest.children.status(pid)
  expect(child?.ending).toEqual({ exitCode: 0 })
  expect(Buffer.from(child?.stdout.bytes ?? []).toString()).toBe('hello\n')
})

test('the registry is in the order of the names', () => {
  expect([...builtins.keys()]).toEqual([...builtins.keys()].toSorted())
})
