import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { checkArguments } from './never-run.js'
import { findRealAgent, NEVER_RUN, RealAgent, type RealAgentOptions } from './real-agent.js'

const program = findRealAgent()

async function start(options: RealAgentOptions = {}): Promise<RealAgent> {
  const agent = await RealAgent.start(options)
  onTestFinished(async () => void (await agent.stop()))
  return agent
}

const request = (execute: string, more: object = {}) => Buffer.from(JSON.stringify({ execute, ...more }))

test.each([
  [['-a', 'guest-shutdown'], '-a'],
  [['-va'], '-va'],
  [['--allow-rpcs=guest-shutdown'], '--allow-rpcs=guest-shutdown'],
  [['-c', '/etc/qemu-ga.conf'], '-c'],
  [['-b', 'guest-exec', '-m', 'virtio-serial'], '-m'],
  [['-d'], '-d'],
  [['-b'], '-b'],
])('%j is refused, a real agent might harm the machine', (args, bad) => {
  expect(() => checkArguments(args)).toThrow(
    `args: expected -b LIST, -l FILE, -F[PATH] or -v, which can't enable a command, got ${bad}`,
  )
})

test('a hook, a log and more blocked commands are allowed', () => {
  expect(() => checkArguments(['-F/tmp/hook', '-b', 'guest-exec', '-v', '-l', '/tmp/log'])).not.toThrow()
})

// What can be tested depends on the machine; nothing is skipped.
if (program === undefined) {
  test('without an agent it is said that there is none', async () => {
    await expect(RealAgent.start()).rejects.toThrow('expected qemu-ga in PATH or in /usr/sbin, found none')
  })
} else describe('a real agent', describeRealAgent)

function describeRealAgent(): void {
  test('answers what comes in one piece, and in two', async () => {
    const agent = await start()
    const client = await agent.connect()
    expect(`${await client.exchange(Buffer.from('{"execute":"guest-ping"}{"execute":"guest-'))}`).toBe(
      '{"return": {}}\n',
    )
    expect(`${await client.exchange(Buffer.from(''))}`).toBe('')
    await client.leave()
    const next = await agent.connect()
    expect(`${await next.exchange(Buffer.from('sync","arguments":{"id":7}}'))}`).toBe('{"return": 7}\n')
    await next.leave()
  })

  test('has everything blocked that would harm this machine', async () => {
    const agent = await start({ args: ['-b', 'guest-exec'] })
    const client = await agent.connect()
    const info = JSON.parse(`${await client.exchange(request('guest-info'))}`) as {
      return: { supported_commands: { name: string; enabled: boolean }[] }
    }
    const disabled = info.return.supported_commands.filter(({ enabled }) => !enabled).map(({ name }) => name)
    expect(disabled).toEqual(expect.arrayContaining([...NEVER_RUN, 'guest-exec']))
    await client.leave()
  })

  test('gives long replies whole', async () => {
    const agent = await start()
    const client = await agent.connect()
    const id = 'x'.repeat(1 << 20)
    const reply = await client.exchange(request('guest-ping', { id }))
    expect(reply.toString()).toBe(`{"return": {}, "id": "${id}"}\n`)
    await client.leave()
  })

  test('starts with the state that it is given, and leaves nothing', async () => {
    const agent = await start({ state: '[global]\nfd_counter=7\n', frozen: true })
    const client = await agent.connect()
    expect(`${await client.exchange(request('guest-fsfreeze-status'))}`).toBe('{"return": "frozen"}\n')
    await client.exchange(request('guest-fsfreeze-thaw'))
    const open = request('guest-file-open', { arguments: { path: '/dev/null' } })
    expect(`${await client.exchange(open)}`).toBe('{"return": 7}\n')
    await client.leave()
    expect(await agent.stop()).toEqual({ code: 0, signal: null })
    expect(existsSync(dirname(agent.stateDir))).toBe(false)
  })

  test('that ends closes its connection', async () => {
    const agent = await start()
    const client = await agent.connect()
    await client.exchange(request('guest-ping'))
    await agent.stop()
    await client.leave()
    expect(client.closed).toBe(true)
    await expect(agent.connect()).rejects.toThrow('connect ENOENT')
  })
}
