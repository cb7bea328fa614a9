import { expect, test } from 'vitest'
import { playDemo } from '../../src/demo/play.js'
import { fails, OK, returns, talk } from '../commands/talk.js'

const DISABLED = [
  'guest-network-get-route',
  'guest-exec',
  'guest-exec-status',
  'guest-file-flush',
  'guest-file-seek',
  'guest-file-write',
  'guest-file-read',
  'guest-file-close',
  'guest-file-open',
]

test('programs and files are refused, whatever the arguments, and all else is done', async () => {
  const host = await talk({ scenario: 'allow-listed' })
  expect(await host.ask('guest-ping')).toBe(OK)
  for (const name of DISABLED) {
    expect(await host.ask(name)).toBe(
      fails(`Command ${name} has been disabled: the command is not allowed`, 'CommandNotFound'),
    )
  }
  expect(await host.ask('guest-get-host-name')).toBe(returns('{"host-name": "localhost"}'))
})

test('guest-info tells which commands are disabled', async () => {
  const { vm } = await talk({ scenario: 'allow-listed' })
  const { supported_commands: commands } = await vm.call('guest-info')
  expect(commands).toHaveLength(42)
  expect(commands.filter(({ enabled }) => !enabled).map(({ name }) => name)).toEqual(DISABLED)
})

test('the naive client sees no agent', async () => {
  const { result, error } = await playDemo('allow-listed', 'naive')
  expect(error).toBeUndefined()
  expect(result).toEqual({ agent: false })
})

test('the correct client sees an agent, and what it does not do', async () => {
  const { result, error } = await playDemo('allow-listed', 'correct')
  expect(error).toBeUndefined()
  expect(result).toEqual({ agent: true, disabled: DISABLED })
})
