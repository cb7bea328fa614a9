/**
 * Every fenced block of README.md and docs/*.md is run. How to write them:
 *
 * - `js`, `ts`: a whole program, which imports from "mockvm" and ends by itself. A `text` block right below it, with
 *   only blank lines between, is what it prints. `ts` is also type-checked.
 * - `console`: a session. What follows the prompt `$ ` is a command, the lines below it are what it prints (a command
 *   that fails shows its error). `sh`: every line is a command that succeeds. `mockvm` and `npx mockvm` are this source.
 *   `mockvm serve` runs until the end of the block, so that later lines can talk to it; a session shows how its output
 *   begins. Of `npm` commands only the scripts are looked up.
 * - `yaml`: a scenario (it is kept as `name.yaml` if its first line is `# name.yaml`); what has `jobs` or `services` is
 *   only parsed. `json` is parsed, `xml` checked for its tags, `python` run where there is a Python.
 * - `text`: not run. For transcripts that never are the same twice.
 *
 * In what is printed, a line `…` stands for any lines, and `…` within a line for any text. Blocks of a page share a
 * directory, in which also their sockets and scenarios of /tmp are.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type BuiltProgram, builtProgram } from './cli/built-program.js'
import { type Block, findBlocks, matches } from './docs/blocks.js'
import { runBlock } from './docs/run-block.js'
import { Workshop } from './docs/workshop.js'

const ROOT = resolve(import.meta.dirname, '..')
const pages = ['README.md', 'CONTRIBUTING.md', ...readdirSync(join(ROOT, 'docs')).map(name => `docs/${name}`)].filter(
  page => page.endsWith('.md') && existsSync(join(ROOT, page)),
)

const blocksOf = (page: string) => findBlocks(readFileSync(join(ROOT, page), 'utf8'), page)

let program: BuiltProgram

beforeAll(() => {
  program = builtProgram({ withTypes: true })
}, 120_000)

describe.each([...pages, 'test/docs/fixture.md'].filter(page => blocksOf(page).length > 0))('%s', page => {
  let workshop: Workshop

  beforeAll(() => {
    workshop = new Workshop(program.main)
  })

  afterAll(() => workshop.remove())

  test.each(
    blocksOf(page).map(block => [`the ${block.language} block at line ${block.place.split(':')[1]} holds`, block]),
  )(
    '%s',
    async (_title, block) => {
      await runBlock(block as Block, workshop)
    },
    60_000,
  )
})

test('links to files of the repository lead somewhere', () => {
  const dead = pages.flatMap(page => {
    const text = readFileSync(join(ROOT, page), 'utf8').replace(/^```[\s\S]*?^```/gm, '')
    return [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)[^)]*\)/g)]
      .map(([, target = '']) => target)
      .filter(target => !existsSync(join(ROOT, page, '..', target)))
      .map(target => `${page}: ${target}`)
  })
  expect(dead).toEqual([])
})

describe('a block that is wrong is told', () => {
  test.each([
    ['js', 'process.exit(3)\n', undefined, 'page.md:1: ended with status 3'],
    ['js', 'console.log(1)\n', '2\n', 'page.md:1: expected\n2\n'],
    ['ts', 'const one: string = 1\n', undefined, "Type 'number' is not assignable to type 'string'"],
    ['console', '$ npx mockvm qga -V\nQEMU Guest Agent 1.0\n', undefined, 'page.md:1: npx mockvm qga -V: expected'],
    ['sh', 'npx mockvm no-such-command\n', undefined, 'page.md:1: npx mockvm no-such-command: status 2'],
    ['sh', 'npm run no-such-script\n', undefined, 'page.md:1: there is no script "no-such-script" in package.json'],
    ['yaml', 'vcpu: 4\n', undefined, 'vcpu'],
    ['json', '{"a":}', undefined, 'JSON'],
    ['xml', '<a><b></a>', undefined, 'expected </b>, got </a>'],
    ['cobol', '', undefined, 'got "cobol"'],
  ])('%s: %j', async (language, text, prints, message) => {
    const workshop = new Workshop(program.main)
    try {
      await expect(runBlock({ place: 'page.md:1', language, text, prints }, workshop)).rejects.toThrow(message)
    } finally {
      await workshop.remove()
    }
  })
})

test('a line … stands for any lines, and … in a line for any text', () => {
  expect(matches('a\nb\nc\nd\n', 'a\n…\nd\n')).toBe(true)
  expect(matches('a\nd\n', 'a\n…\nd\n')).toBe(true)
  expect(matches('took 5 ms (exactly)\n', 'took … ms (exactly)\n')).toBe(true)
  expect(matches('a\nb\n', 'a\n')).toBe(false)
  expect(matches('axb\n', 'a.b\n')).toBe(false)
})
