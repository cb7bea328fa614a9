import { expect, test } from 'vitest'
import { toEnviron } from '../../../src/guest/environ.js'
import { Guest } from '../../../src/guest/guest.js'
import { load } from '../../scenario/vocabulary.js'

const PERSONAS = [
  ...['alpine-3.20', 'debian-12', 'debian-13', 'fedora-42', 'freebsd-14', 'opensuse-leap-15.6', 'rhel-10', 'rhel-9'],
  ...['ubuntu-22.04', 'ubuntu-24.04'],
]

test.each(PERSONAS)('every program of %s finds what it needs', name => {
  const { guest: config } = load(name)
  let guest = new Guest(config)
  for (const path of config.builtins) {
    // It goes down.
    if (guest.power.requested !== undefined) guest = new Guest(config)
    const surroundings = { searchPath: undefined, stdin: new Uint8Array(0), cwd: '/', user: 'root' }
    const request = { path, args: [], environ: toEnviron({}), capture: 'separated', ...surroundings } as const
    const said = { stderr: '' }
    guest.children.run(request, (_, { stderr }) => {
      said.stderr = Buffer.from(stderr.bytes).toString()
    })
    expect(said.stderr, path).not.toMatch(/^mockvm:|No such file or directory/)
  }
})
