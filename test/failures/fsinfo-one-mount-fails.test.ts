import { expect, test } from 'vitest'
import { playDemo } from '../../src/demo/play.js'
import { fails, returns, talk } from '../commands/talk.js'

test('one mount whose device is gone costs the information about all', async () => {
  const host = await talk({ scenario: 'fsinfo-one-mount-fails' })
  expect(await host.ask('guest-get-fsinfo')).toBe(
    fails('realpath(\\"/sys/dev/block/254:17\\"): No such file or directory'),
  )
})

test('freezing looks nothing up there, and freezes both file systems', async () => {
  const host = await talk({ scenario: 'fsinfo-one-mount-fails' })
  expect(await host.ask('guest-fsfreeze-freeze')).toBe(returns('2'))
  expect(await host.ask('guest-fsfreeze-thaw')).toBe(returns('2'))
})

test('the naive client takes the error for an empty list', async () => {
  const { result } = await playDemo('fsinfo-one-mount-fails', 'naive')
  expect(result).toEqual({ filesystems: [] })
})

test('the correct client finds the file systems in another way', async () => {
  const { result, error } = await playDemo('fsinfo-one-mount-fails', 'correct')
  expect(error).toBeUndefined()
  expect(result).toEqual({ filesystems: ['/', '/srv/data'] })
})
