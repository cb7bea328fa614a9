import { expect, test } from 'vitest'
import { Guest } from '../../../src/guest/guest.js'
import { load } from '../../scenario/vocabulary.js'
import { ended, prints } from './guest.js'

// What the uname of each prints for -m, -p, -i and -o, and at the end of -a.
test.each([
  ['debian-12', 'x86_64 unknown unknown GNU/Linux', 'x86_64 GNU/Linux'],
  ['debian-13', 'x86_64 unknown unknown GNU/Linux', 'x86_64 GNU/Linux'],
  ['ubuntu-22.04', 'x86_64 x86_64 x86_64 GNU/Linux', 'x86_64 x86_64 x86_64 GNU/Linux'],
  ['ubuntu-24.04', 'x86_64 x86_64 x86_64 GNU/Linux', 'x86_64 x86_64 x86_64 GNU/Linux'],
  ['rhel-9', 'x86_64 x86_64 x86_64 GNU/Linux', 'x86_64 x86_64 x86_64 GNU/Linux'],
  ['rhel-10', 'x86_64 unknown unknown GNU/Linux', 'x86_64 GNU/Linux'],
  ['fedora-42', 'x86_64 unknown unknown GNU/Linux', 'x86_64 GNU/Linux'],
  ['opensuse-leap-15.6', 'x86_64 x86_64 x86_64 GNU/Linux', 'x86_64 x86_64 x86_64 GNU/Linux'],
  ['alpine-3.20', 'x86_64 unknown unknown Linux', 'x86_64 Linux'],
])('uname of %s prints %s', (persona, parts, end) => {
  const { guest: config } = load(persona)
  const guest = new Guest(config)
  expect(ended(guest, 'uname -mpio')).toEqual(prints(`${parts}\n`))
  const { release, version } = config.kernel
  expect(ended(guest, 'uname -a')).toEqual(prints(`Linux ${config.hostname} ${release} ${version} ${end}\n`))
})
