import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { run } from '../../../src/cli/run.js'
import { FakeTerminal } from '../fake-terminal.js'

/**
 * What a real QEMU said to command lines: `runs` where it went on until it was ended. `$0` stands for its name, `$DIR` for
 * a folder that was empty. Left out: what it says about its end, and on standard output while it runs.
 */
interface Recorded {
  readonly args: readonly string[]
  readonly status: number | 'runs'
  readonly out: string
  readonly err: string
}

const NAME = 'qemu-system-x86_64'

const recorded = readFileSync(new URL('vectors/7.2.22.jsonl', import.meta.url), 'utf8')
  .split('\n')
  .filter(line => line !== '')
  .map(line => JSON.parse(line) as Recorded)

const COMMON = /^-S -nodefaults -nographic -machine (pc|none) -accel tcg ?/

/** Runs it until it has ended, or is ready. */
async function play(args: readonly string[]): Promise<Recorded> {
  const directory = mkdtempSync(join(tmpdir(), 'mockvm-test-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  const terminal = new FakeTerminal()
  terminal.name = NAME
  const ready = terminal.gotReady().then(() => 'runs' as const)
  const end = run(
    args.map(arg => arg.replaceAll('$DIR', directory)),
    terminal,
  )
  const status = await Promise.race([end, ready])
  const { out, err } = terminal
  if (status === 'runs') {
    terminal.signal('SIGTERM')
    expect(await end).toBe(0)
    expect(terminal.err.slice(err.length)).toMatch(/^(?:\S+ )?qemu-system-x86_64: terminating on signal 15\n$/)
  }
  const abstract = (text: string) => text.replaceAll(directory, '$DIR').replaceAll(`${NAME}: `, '$0: ')
  return { args, status, out: status === 'runs' ? '' : abstract(out), err: abstract(err) }
}

describe('mockvm qemu says what QEMU 7.2 says to', () => {
  test.each(recorded.map(it => [it.args.join(' ').replace(COMMON, '').slice(0, 100), it] as const))(
    '%s',
    async (_line, it) => {
      expect(await play(it.args)).toEqual(it)
    },
  )
})
