import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { findProfile } from '../../src/agent/versions.js'
import { commands, findCommand } from '../../src/commands/registry.js'

const names = commands.map(command => command.name)

/** The order of the schema, newest first: what guest-info of a newer agent lists. */
const RECORDED = ['5.2.0', '7.2.22', '11.1.3'] as const

test.each(RECORDED)('commands stand in the order of the schema: %s lists them in reverse', version => {
  const listed = recordedNames(version)
  const known = new Set(listed)
  expect(names.filter(name => known.has(name)).toReversed()).toEqual(listed)
})

test('2.11 lists them in reverse alphabetical order', () => {
  const listed = recordedNames('2.11.0')
  expect(listed).toEqual([...listed].sort().toReversed())
  expect(names).toEqual(expect.arrayContaining(listed))
})

test('agents of each version have the commands that were recorded', () => {
  for (const version of ['2.11.0', ...RECORDED]) {
    expect([...findProfile(version, 'linux').commands.keys()]).toEqual(recordedNames(version))
  }
})

test('every command is found by its name, has a test of that name, and tells what it does in a line', () => {
  const tests = new Set(readdirSync(import.meta.dirname))
  for (const command of commands) {
    expect(findCommand(command.name)).toBe(command)
    expect(tests).toContain(`${command.name}.test.ts`)
    expect(command.doc).toMatch(/^[A-Z][^\n]*\.$/)
    expect(command.since).toMatch(/^(0\.15\.0|1\.\d|2\.\d+|5\.2|7\.1|9\.1|10\.0)$/)
  }
})

test.each(['guest-get-loads', 'toString', ''])('there is no command %j', name => {
  expect(findCommand(name)).toBe(undefined)
})

/** The names that guest-info gave, in a recording of the real agent. */
function recordedNames(version: string): string[] {
  const lines = readFileSync(new URL(`../conformance/vectors/${version}.jsonl`, import.meta.url), 'utf8').split('\n')
  for (const line of lines.filter(it => it !== '')) {
    const { send_b64: sent = '', recv_b64: received = '' } = JSON.parse(line)
    if (!Buffer.from(sent, 'base64').toString().includes('"guest-info"')) continue
    const reply = JSON.parse(Buffer.from(received, 'base64').toString())
    if (reply.return !== undefined) return reply.return.supported_commands.map((it: { name: string }) => it.name)
  }
  throw new Error(`${version}: guest-info was not recorded`)
}
