import { expect, test } from 'vitest'
import { accountPrograms } from '../../../src/guest/programs/accounts/programs.js'
import { hardwarePrograms } from '../../../src/guest/programs/hardware/programs.js'
import { kernelPrograms } from '../../../src/guest/programs/kernel/programs.js'
import { networkBodies } from '../../../src/guest/programs/network/bodies.js'
import { networkPrograms } from '../../../src/guest/programs/network/programs.js'
import { packagePrograms } from '../../../src/guest/programs/packages/programs.js'
import { processPrograms } from '../../../src/guest/programs/processes/programs.js'
import { builtins } from '../../../src/guest/programs/registry.js'
import { storagePrograms } from '../../../src/guest/programs/storage/programs.js'
import { streamingPrograms } from '../../../src/guest/programs/streaming/programs.js'
import { systemdPrograms } from '../../../src/guest/programs/systemd/programs.js'
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

const GROUPS = {
  accounts: accountPrograms,
  hardware: hardwarePrograms,
  kernel: kernelPrograms,
  network: networkPrograms,
  'network, of those that wait': networkBodies,
  packages: packagePrograms,
  processes: processPrograms,
  storage: storagePrograms,
  streaming: streamingPrograms,
  systemd: systemdPrograms,
}

test.each(Object.entries(GROUPS))('the programs of %s are in the order of their names', (_, group) => {
  expect([...group.keys()]).toEqual([...group.keys()].toSorted())
})

test('the registry has programs of its own, in the order of their names, and those of the groups', () => {
  const grouped = new Set(Object.values(GROUPS).flatMap(group => [...group.keys()]))
  const own = [...builtins.keys()].filter(name => !grouped.has(name))
  expect(own).toEqual(own.toSorted())
})
