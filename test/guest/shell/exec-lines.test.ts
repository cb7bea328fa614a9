/**
 * The command lines that host tools use most, as guest-exec was asked for them: held to what a real agent on a real Debian
 * 12 answered (or, where that would need a running systemd, to what such a system is known to print).
 */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createVm, type QapiError, type Vm } from '../../../src/index.js'

interface Volatile {
  readonly stream: 'stdout' | 'stderr'
  readonly regex: string
}

interface Vector {
  /** Its place among the twenty, or null. */
  readonly rank: number | null
  readonly argv: readonly string[]
  readonly env?: readonly string[]
  readonly input?: string
  readonly stdout?: string
  readonly stderr?: string
  readonly exitCode?: number
  readonly signal?: number
  /** guest-exec itself refused. */
  readonly error?: { readonly class: string; readonly desc: string }
  /** What varies from guest to guest: then the shape counts. */
  readonly volatile: readonly Volatile[]
}

const VECTORS = new URL('./vectors/exec-lines.json', import.meta.url)
const { vectors }: { vectors: readonly Vector[] } = JSON.parse(readFileSync(VECTORS, 'utf8'))

let vm: Vm

beforeAll(async () => {
  vm = await createVm({
    scenario: {
      extends: 'debian-12',
      agent: { version: '7.2.22' },
      // The guest that was asked had no cloud-init.
      files: { '/tmp/shv': { directory: true }, '/var/lib/cloud/instances/iid-local01/boot-finished': null },
      clock: { mode: 'manual' },
    },
  })
})

afterAll(() => vm.close())

describe.each([
  ['the twenty most used', vectors.filter(({ rank }) => rank !== null)],
  ['others', vectors.filter(({ rank }) => rank === null)],
])('%s', (_, list) => {
  test.each(list.map(vector => [vector.argv.join(' ').slice(0, 120), vector] as const))('%s', async (_line, vector) => {
    const got = await run(vector)
    const { stdout = '', stderr = '' } = vector
    const expected: Record<string, unknown> & Streams = { stdout, stderr, ...endingOf(vector) }
    for (const { stream, regex } of vector.volatile) {
      expect(got[stream]).toMatch(new RegExp(regex))
      got[stream] = expected[stream]
    }
    expect(got).toEqual(expected)
  })
})

function endingOf({ exitCode, signal, error }: Vector) {
  if (error !== undefined) return { error }
  return signal === undefined ? { exitcode: exitCode } : { signal }
}

async function run({ argv: [path = '', ...arg], env, input }: Vector): Promise<Record<string, unknown> & Streams> {
  const request = {
    ...{ path, arg, 'capture-output': true },
    ...(env !== undefined && { env: [...env] }),
    ...(input !== undefined && { 'input-data': Buffer.from(input).toString('base64') }),
  }
  let pid: bigint
  try {
    pid = (await vm.call('guest-exec', request)).pid
  } catch (error) {
    const { class: name, desc } = error as QapiError
    return { stdout: '', stderr: '', error: { class: name, desc } }
  }
  for (let seconds = 0; seconds < 3600; seconds++) {
    const status = await vm.call('guest-exec-status', { pid })
    if (!status.exited) {
      vm.advance('1s')
      continue
    }
    const text = (data = '') => Buffer.from(data, 'base64').toString()
    return {
      ...{ stdout: text(status['out-data']), stderr: text(status['err-data']) },
      ...(status.signal === undefined ? { exitcode: Number(status.exitcode) } : { signal: Number(status.signal) }),
    }
  }
  throw new Error(`${path}: still running`)
}

interface Streams {
  stdout: string
  stderr: string
}
