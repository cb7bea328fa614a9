import { describe, expect, test } from 'vitest'
import type { ScenarioInput } from '../../src/index.js'
import { freezableGuest, HOOK } from './freezable-guest.js'
import { fails, returns, type Talk, talk } from './talk.js'

type Program = NonNullable<ScenarioInput['programs']>[number] extends infer P ? Omit<P, 'path'> : never

async function withHook(version: string, hook: Program): Promise<Talk> {
  return talk({ scenario: freezableGuest({ hook: [{ ...hook, path: HOOK }] }), agent: { version } })
}

async function withFile(version: string, files: Record<string, { content: string; mode: string }>): Promise<Talk> {
  return talk({ scenario: { ...freezableGuest(), files }, agent: { version, fsfreezeHook: HOOK } })
}

/** Both commands call it, and neither hides what it says; after a thaw the agent is thawed all the same. */
async function bothFail(host: Talk, desc: string): Promise<void> {
  expect(await host.ask('guest-fsfreeze-freeze')).toBe(fails(desc))
  expect(await host.ask('guest-fsfreeze-thaw')).toBe(fails(desc))
  expect(await host.ask('guest-fsfreeze-status')).toBe(returns('"thawed"'))
}

describe.each(['2.11.0', '5.2.0', '7.2.22', '9.0.4'])('agent %s', version => {
  test('looks first whether there is a hook that it may execute', async () => {
    await bothFail(await withFile(version, {}), `can't access fsfreeze hook '${HOOK}': No such file or directory`)
    const host = await withFile(version, { [HOOK]: { content: '#!/bin/sh\n', mode: '0644' } })
    await bothFail(host, `can't access fsfreeze hook '${HOOK}': Permission denied`)
  })

  test('takes a hook without a usable interpreter for one that fails with status 1', async () => {
    const host = await withFile(version, { [HOOK]: { content: '#!/nonexistent/sh\n', mode: '0755' } })
    await bothFail(host, 'fsfreeze hook has failed with status 1')
  })

  test.each([
    [{ exitCode: 3 }, 'fsfreeze hook has failed with status 3'],
    [{ exitCode: 3, stdout: 'out\n', stderr: 'err\n' }, 'fsfreeze hook has failed with status 3'],
    [{ signal: 9 }, 'fsfreeze hook has terminated abnormally'],
    [{ signal: 9, stderr: 'err\n' }, 'fsfreeze hook has terminated abnormally'],
  ])('tells of %o its status and not what it says', async (hook, desc) => {
    await bothFail(await withHook(version, hook), desc)
  })
})

describe.each(['9.1.0', '11.1.3'])('agent %s', version => {
  test.each([
    ['no such file', {}, 'No such file or directory'],
    ['one that may not be executed', { [HOOK]: { content: '#!/bin/sh\n', mode: '0644' } }, 'Permission denied'],
    ['no interpreter', { [HOOK]: { content: '#!/nonexistent/sh\n', mode: '0755' } }, 'No such file or directory'],
  ])('passes on what its child says of %s, line feed and all', async (_, files, text) => {
    const host = await withFile(version, files)
    await bothFail(host, `child process has failed to execute fsfreeze hook: failed to exec '${HOOK}': ${text}\\n`)
  })

  test.each([
    [{ exitCode: 3 }, 'child process has failed to execute fsfreeze hook: exit status 3'],
    [{ exitCode: 3, stdout: 'out\n' }, 'child process has failed to execute fsfreeze hook: out\\n'],
    [{ exitCode: 3, stdout: 'out', stderr: 'err\n' }, 'child process has failed to execute fsfreeze hook: err\\nout'],
    [{ exitCode: 3, stdout: 'é\0x' }, 'child process has failed to execute fsfreeze hook: \\u00E9'],
    [{ exitCode: 3, stdout: { base64: 'Yf8=' } }, 'child process has failed to execute fsfreeze hook: a\\uFFFD'],
    [{ signal: 9 }, 'child process has terminated abnormally'],
    [{ signal: 9, stderr: 'err\n' }, 'child process has terminated abnormally: err\\n'],
  ])('tells of %o what it says, or its status', async (hook, desc) => {
    await bothFail(await withHook(version, hook), desc)
  })
})

test.each(['2.11.0', '5.2.0', '7.2.22', '11.1.3'])(
  'what a hook says that succeeds is lost on agent %s',
  async version => {
    const host = await withHook(version, { stdout: 'out\n', stderr: 'err\n' })
    expect(await host.ask('guest-fsfreeze-freeze')).toBe(returns('2'))
    expect(await host.ask('guest-fsfreeze-thaw')).toBe(returns('2'))
  },
)
