import { expect, test } from 'vitest'
import { runIn, treeGuest } from '../shell/tools/tree.js'
import { exec } from './exec.js'

function copied(line: string) {
  const guest = treeGuest({ a: 'new\n', b: 'old\n' })
  guest.files.chmod('/w/a', 0o741)
  guest.files.chown('/w/a', 1, 1)
  guest.files.utimes('/w/a', 0n, 1_000_000_000n)
  const { stderr, exitCode } = exec(guest, ['bash', '-c', line], { cwd: '/w' })
  const [b] = runIn(guest, ['stat', '-c', '%a %u %Y', 'b']).stdout.split('\n')
  return { stderr, exitCode, b: b?.replace(/ \d{6,}$/, ' now'), content: runIn(guest, ['cat', 'b']).stdout }
}

const ASKED = "cp: overwrite 'b'? "

test.each([
  ['cp a b', '644 0 now'],
  ['cp --preserve=mode a b', '741 0 now'],
  ['cp --preserve=ownership a b', '644 1 now'],
  ['cp --preserve=timestamps,mode a b', '741 0 1'],
  ['cp --preserve a b', '741 1 1'],
  ['cp --preserve=all a b', '741 1 1'],
  ['cp -p --no-preserve=mode,ownership a b', '644 0 1'],
])('%s keeps what it names', (line, b) => {
  expect(copied(line)).toEqual({ stderr: '', exitCode: 0, b, content: 'new\n' })
})

test.each([
  ['cp -i a b < /dev/null', 'old\n', ASKED],
  ['cp -i a b <<< yes', 'new\n', ASKED],
  ['yes | cp -i a b', 'new\n', ASKED],
  ['cp -n -i a b <<< n', 'old\n', ASKED],
  ['cp -i -n a b <<< y', 'old\n', ''],
])('%s asks before it overwrites', (line, content, stderr) => {
  expect(copied(line)).toEqual({ stderr, exitCode: 0, b: '644 0 now', content })
})

test('cp refuses attributes that it does not know', () => {
  const valid = ['mode', 'timestamps', 'ownership', 'links', 'context', 'xattr', 'all']
  expect(copied('cp --preserve= a b').stderr).toBe(
    `cp: ambiguous argument '' for '--preserve'\nValid arguments are:\n${valid.map(it => `  - '${it}'\n`).join('')}Try 'cp --help' for more information.\n`,
  )
})
