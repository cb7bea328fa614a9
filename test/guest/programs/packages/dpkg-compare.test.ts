/** dpkg --compare-versions, as dpkg 1.21 answered. */
import { expect, test } from 'vitest'
import { Guest } from '../../../../src/guest/guest.js'
import { load } from '../../../scenario/vocabulary.js'
import { run } from '../guest.js'
import vectors from './vectors/compare-versions.json' with { type: 'json' }

const guest = new Guest(load({ os: { release: 'ID=debian\n' }, packages: { bash: { version: '5.1-1' } } }).guest)

function compare(args: readonly string[]) {
  const { stdout, stderr, exitCode } = run(guest, ['dpkg', '--compare-versions', ...args])
  // What the guest prints is read byte by byte.
  const text = Buffer.from(stderr, 'latin1').toString('utf8')
  return { args, stdout, stderr: text.split('\n\nType')[0], exitCode }
}

test('versions compare as dpkg compares them', () => {
  expect(vectors.map(({ args }) => compare(args))).toEqual(vectors.map(it => ({ ...it, stdout: '' })))
})

test.each([[['1']], [['1', 'lt']], [['1', 'lt', '2', '3']]])('%j is a wrong call', args => {
  expect(compare(args)).toMatchObject({
    stderr: 'dpkg: error: --compare-versions takes three arguments: <version> <relation> <version>',
    exitCode: 2,
  })
})
