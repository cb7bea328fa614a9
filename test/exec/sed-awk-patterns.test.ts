/** Escapes in sed's scripts, and matches of nothing in sed and awk: as sed 4.9 and mawk 1.3.4 print them. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Vm } from '../../src/index.js'
import { debian, rawRun } from './shell-host.js'
import vectors from './vectors/sed-awk-patterns.json' with { type: 'json' }

let vm: Vm

beforeAll(async () => {
  vm = await debian()
})

afterAll(() => vm.close())

test.each(vectors)('$line', async ({ line, ...printed }) => {
  expect(await rawRun(vm, line, { env: ['PATH=/usr/bin:/bin', 'LANG=C.UTF-8'] })).toEqual(printed)
})
