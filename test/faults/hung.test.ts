import { expect, test } from 'vitest'
import { Hung } from '../../src/faults/hung.js'

function hanging(...commands: [name: string, rules: string[]][]): { hung: Hung; done: string[] } {
  const hung = new Hung()
  const done: string[] = []
  for (const [name, rules] of commands) hung.wait(rules)(() => done.push(name))
  return { hung, done }
}

test('a release lets go what hangs because of that rule, and tells how many', () => {
  const { hung, done } = hanging(['one', ['a']], ['two', ['b']], ['three', ['a']])
  expect(hung.release('a')).toBe(2)
  expect(done).toEqual(['one', 'three'])
  expect(hung.release('a')).toBe(0)
  expect(hung.release()).toBe(1)
  expect(done).toEqual(['one', 'three', 'two'])
})

test('all rules of a command have to let it go, or whoever releases all', () => {
  const { hung, done } = hanging(['one', ['a', 'b']])
  expect(hung.release('a')).toBe(0)
  expect(hung.release('c')).toBe(0)
  expect(hung.release('b')).toBe(1)
  expect(done).toEqual(['one'])
  expect(hanging(['one', ['a', 'b']]).hung.release()).toBe(1)
})

test('what begins to hang during a release hangs on', () => {
  const hung = new Hung()
  hung.wait(['a'])(() => void hung.wait(['a'])(() => {}))
  expect(hung.release()).toBe(1)
  expect(hung.release()).toBe(1)
  expect(hung.release()).toBe(0)
})

test('what is forgotten is never let go', () => {
  const { hung, done } = hanging(['one', ['a']])
  hung.forget()
  expect(hung.release()).toBe(0)
  expect(done).toEqual([])
})
