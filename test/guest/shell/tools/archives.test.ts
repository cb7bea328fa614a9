import { expect, test } from 'vitest'
import { runIn, treeGuest } from './tree.js'
import vectors from './vectors/archives.json' with { type: 'json' }

test.each(vectors)('$line', ({ line, stdout, stderr, exitCode }) => {
  const guest = treeGuest({})
  guest.files.mkdir('/w/empty')
  const ran = runIn(guest, ['bash', '-c', `cd empty; ${line}`], { env: { TZ: 'UTC' } })
  expect(ran).toEqual({ stdout, stderr, exitCode })
})
