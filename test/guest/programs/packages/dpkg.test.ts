/** What dpkg and dpkg-query of a Debian 12 printed of the same packages: vectors/dpkg.json. */
import { expect, test } from 'vitest'
import { programGuest, run } from '../guest.js'
import recorded from './vectors/dpkg.json' with { type: 'json' }

function guest() {
  return programGuest({
    packages: recorded.packages.map(({ installedSize, ...item }) => ({
      ...item,
      installed: true,
      repository: 'stable',
      installedSize: BigInt(installedSize),
      downloadSize: 0n,
      contents: [],
      units: [],
    })),
  })
}

test.each(recorded.cases)('$argv', ({ argv, ...expected }) => {
  const { stdout, stderr, exitCode } = run(guest(), argv)
  expect({ stdout, stderr, exitCode }).toEqual(expected)
})
