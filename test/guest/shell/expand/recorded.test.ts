import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type RecordedLine, runLine } from './lines.js'

const LINES: RecordedLine[] = JSON.parse(readFileSync(new URL('vectors/lines.json', import.meta.url), 'utf8'))

describe.each(['bash', 'sh'])('%s expands what was recorded', name => {
  it.each(LINES.filter(({ shell }) => shell === name))('$script', ({ script, stdout, stderr, status }) => {
    const ran = runLine(name, script)
    const latin1 = (text: string) => Buffer.from(text).toString('latin1')
    expect({ stdout: latin1(ran.stdout), stderr: latin1(ran.stderr), status: ran.exitCode }).toEqual({
      stdout,
      stderr,
      status,
    })
  })
})
