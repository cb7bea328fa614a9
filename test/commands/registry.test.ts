import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { commands, findCommand } from '../../src/commands/registry.js'

const names = commands.map(command => command.name)

test('commands stand in the order in which agent 2.11 registers them, which is alphabetical', () => {
  expect(names).toEqual([...names].sort())
})

test('every command is found by its name, has a test of that name, and tells what it does in a line', () => {
  const tests = new Set(readdirSync(import.meta.dirname))
  for (const command of commands) {
    expect(findCommand(command.name)).toBe(command)
    expect(tests).toContain(`${command.name}.test.ts`)
    expect(command.doc).toMatch(/^[A-Z][^\n]*\.$/)
    expect(command.since).toMatch(/^(0\.15\.0|1\.\d|2\.\d+)$/)
  }
})

test.each(['guest-get-load', 'toString', ''])('there is no command %j', name => {
  expect(findCommand(name)).toBe(undefined)
})
