/** What is infinite, or no number, in mawk 1.3.4, which is awk on Debian: as that printed it on x86. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Vm } from '../../src/index.js'
import { debian, output } from './shell-host.js'

let vm: Vm

beforeEach(async () => {
  vm = await debian()
})

afterEach(() => vm.close())

test.each([
  ['print 1/0, -1/0, 1%0, 0/0, log(-1), int(1/0), 2^1024', 'inf -inf -nan -nan -nan inf inf\n'],
  ['x = 5; x %= 0; y = 5; y /= 0; print x, y, (y > 1), (x ? "true" : "false")', '-nan inf 1 true\n'],
  [
    'x = 1/0; printf "%d %i %s %f %5.1f %x %o %u %g %e|%5s|%05d|\\n", x, x, x, x, x, x, x, x, x, x, x, x',
    '2147483647 2147483647 inf inf   inf ffffffff 37777777777 4294967295 inf inf|  inf|2147483647|\n',
  ],
  [
    'x = -1/0; printf "%d %s %f %5.1f %x %g|%5s|%+f|%E\\n", x, x, x, x, x, x, x, x, x',
    '-2147483647 -inf -inf  -inf 0 -inf| -inf|-inf|-INF\n',
  ],
  [
    'x = 0/0; printf "%d %s %f %5.1f %x %g|%5s|%+f|%E\\n", x, x, x, x, x, x, x, x, x',
    '-2147483647 -nan -nan  -nan 0 -nan| -nan|-nan|-NAN\n',
  ],
])('%s', async (line, out) => {
  expect(await output(vm, `awk 'BEGIN { ${line} }'`)).toBe(out)
})
