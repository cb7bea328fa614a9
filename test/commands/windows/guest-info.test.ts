import { expect, test } from 'vitest'
import { talkToWindows } from './windows-host.js'

async function commands(
  version: string,
  change = {},
): Promise<{ version: string; names: string[]; disabled: string[] }> {
  const host = await talkToWindows(version, change)
  const info = JSON.parse(await host.ask('guest-info')).return
  const all: { name: string; enabled: boolean }[] = info.supported_commands
  return {
    version: info.version,
    names: all.map(({ name }) => name.replace('guest-', '')),
    disabled: all.filter(({ enabled }) => !enabled).map(({ name }) => name.replace('guest-', '')),
  }
}

const DISABLED = ['set-memory-blocks', 'get-memory-blocks', 'set-vcpus', 'suspend-hybrid']

test.each([
  // sync-delimited was registered in the alphabetical order of 2.11, and so stands elsewhere.
  ['2.11.0', 35, ['suspend-hybrid', 'set-vcpus', 'set-memory-blocks', 'get-memory-blocks', 'fsfreeze-freeze-list']],
  ['5.2.0', 37, ['get-memory-block-info', ...DISABLED]],
  ['7.2.0', 39, ['get-memory-block-info', ...DISABLED]],
  ['108.0.2', 39, ['get-memory-block-info', ...DISABLED]],
  ['109.1.0', 35, []],
  ['9.2.0', 35, []],
  ['10.2.0', 36, []],
  ['11.1.0', 37, []],
])('%s lists %i commands, and these as disabled: %j', async (version, count, disabled) => {
  const info = await commands(version)
  expect(info.version).toBe(version)
  expect(info.names).toHaveLength(count)
  expect(info.disabled).toEqual(disabled)
})

test('11.1 lists them in the reverse order of the schema', async () => {
  expect((await commands('11.1.0')).names).toEqual([
    ...['network-get-route', 'get-load', 'ssh-remove-authorized-keys', 'ssh-add-authorized-keys'],
    ...['ssh-get-authorized-keys', 'get-devices', 'get-osinfo', 'get-timezone', 'get-users', 'get-host-name', 'exec'],
    ...['exec-status', 'set-user-password', 'get-fsinfo', 'get-disks', 'get-vcpus', 'network-get-interfaces'],
    ...['suspend-ram', 'suspend-disk', 'fstrim', 'fsfreeze-thaw', 'fsfreeze-freeze-list', 'fsfreeze-freeze'],
    ...['fsfreeze-status', 'file-flush', 'file-seek', 'file-write', 'file-read', 'file-close', 'file-open', 'shutdown'],
    ...['info', 'set-time', 'get-time', 'ping', 'sync', 'sync-delimited'],
  ])
})

test('7.2 begins with the statistics that it can not tell', async () => {
  expect((await commands('7.2.0')).names.slice(0, 12)).toEqual([
    ...['get-cpustats', 'get-diskstats', 'get-devices', 'get-osinfo', 'get-timezone', 'get-users', 'get-host-name'],
    ...['exec', 'exec-status', 'get-memory-block-info', 'set-memory-blocks', 'get-memory-blocks'],
  ])
})

test('without VSS older agents disable what needs it', async () => {
  const change = { windows: { vss: { available: false } } }
  const needing = ['get-fsinfo', 'fsfreeze-thaw', 'fsfreeze-freeze', 'fsfreeze-status']
  expect((await commands('7.2.0', change)).disabled.filter(it => needing.includes(it))).toEqual(needing)
  expect((await commands('9.1.0', change)).disabled).toEqual([])
})
