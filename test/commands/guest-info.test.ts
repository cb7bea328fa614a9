import { expect, test } from 'vitest'
import { returns, talk } from './talk.js'

const NAMES = `
  sync-delimited sync suspend-ram suspend-hybrid suspend-disk shutdown set-vcpus set-user-password set-time
  set-memory-blocks ping network-get-interfaces info get-vcpus get-users get-timezone get-time get-osinfo
  get-memory-blocks get-memory-block-info get-host-name get-fsinfo fstrim fsfreeze-thaw fsfreeze-status
  fsfreeze-freeze-list fsfreeze-freeze file-write file-seek file-read file-open file-flush file-close exec-status exec
`
  .trim()
  .split(/\s+/)
  .map(name => `guest-${name}`)

/** Those that send nothing when they succeed. */
const SILENT = ['guest-suspend-ram', 'guest-suspend-hybrid', 'guest-suspend-disk', 'guest-shutdown']
/** Those that may be used while the file systems are frozen. */
const WHILE_FROZEN = ['ping', 'info', 'sync', 'sync-delimited', 'fsfreeze-status', 'fsfreeze-thaw'].map(
  name => `guest-${name}`,
)

function info(enabled: (name: string) => boolean): string {
  const list = NAMES.map(
    name => `{"enabled": ${enabled(name)}, "name": "${name}", "success-response": ${!SILENT.includes(name)}}`,
  )
  return returns(`{"version": "2.11.0", "supported_commands": [${list.join(', ')}]}`)
}

test('there are 35 commands', () => {
  expect(NAMES.length).toBe(35)
})

test('it lists all commands in reverse order', async () => {
  const host = await talk()
  expect(await host.ask('guest-info')).toBe(info(() => true))
})

test('it tells a version of two parts in three', async () => {
  const host = await talk({ agent: { version: '11.1' } })
  expect(await host.ask('guest-info')).toMatch(/^\{"return": \{"version": "11\.1\.0", "supported_commands": \[/)
})

test('a command of the block list is not enabled, whether it exists or not', async () => {
  const host = await talk({ agent: { blockRpcs: ['guest-exec', 'guest-sync'] } })
  expect(await host.ask('guest-info')).toBe(info(name => name !== 'guest-exec' && name !== 'guest-sync'))
})

test('with an allow list only its commands are enabled, unless they are blocked', async () => {
  const allowRpcs = ['guest-info', 'guest-ping', 'guest-exec']
  const host = await talk({ agent: { allowRpcs, blockRpcs: ['guest-exec'] } })
  expect(await host.ask('guest-info')).toBe(info(name => name === 'guest-info' || name === 'guest-ping'))
})

test('while the file systems are frozen six are enabled', async () => {
  const host = await talk({ agent: { blockRpcs: ['guest-ping'] } })
  await host.ask('guest-fsfreeze-freeze')
  expect(await host.ask('guest-info')).toBe(info(name => WHILE_FROZEN.includes(name) && name !== 'guest-ping'))
  await host.ask('guest-fsfreeze-thaw')
  expect(await host.ask('guest-info')).toBe(info(name => name !== 'guest-ping'))
})
