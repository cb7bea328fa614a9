import { expect, test } from 'vitest'
import { main } from './main.js'

async function run(...args: string[]): Promise<{ status: number; text: string }> {
  let text = ''
  const status = await main(args, part => {
    text += part
  })
  return { status, text }
}

test.each([
  [
    ['--kind', 'files,nothing'],
    '--kind: expected some of parse, dispatch, files, exec, machine, ssh, limits, got nothing',
  ],
  [['--minutes', 'many'], '--minutes: expected a number, got many'],
  [['--sead', '1'], "Unknown option '--sead'"],
])('%j is refused', async (args, message) => {
  const { status, text } = await run(...args)
  expect(status).toBe(2)
  expect(text).toContain(message)
  expect(text).toContain('Usage: npm run fuzz')
})

test('--help tells what there is', async () => {
  const { status, text } = await run('--help')
  expect(status).toBe(0)
  expect(text).toMatch(/^Usage: npm run fuzz -- /)
})
