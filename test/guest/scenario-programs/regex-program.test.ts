import fc from 'fast-check'
import { expect, test } from 'vitest'
import { programsOfRegex } from '../../../src/guest/scenario-programs/regex-program.js'

test.each<[string, string[]]>([
  ['mysqldump', ['mysqldump']],
  ['mysqldump (\\w+)', ['mysqldump']],
  ['^mysqldump\\s+(\\w+)$', ['mysqldump']],
  ['^mysqldump$', ['mysqldump']],
  ['mysqldump\\b.*', ['mysqldump']],
  ['mysqldump( .*)?$', ['mysqldump']],
  ['mysqldump(?:\\s.*)?', ['mysqldump']],
  ['mkfs\\.ext4 (\\S+)', ['mkfs.ext4']],
  ['apt-get (install|remove) (\\S+)', ['apt-get']],
  ['^/usr/bin/id -(.)$', ['/usr/bin/id']],
  ['(pg_dump|pg_restore) (\\w+)', ['pg_dump', 'pg_restore']],
  ['^(?:a|b|a)$', ['a', 'b']],
  ['(?<tool>a|b) x', ['a', 'b']],
  ['lvs|^vgs --all', ['lvs', 'vgs']],
  ['C:\\\\Tools\\\\app\\.exe /x', ['C:\\Tools\\app.exe']],
])('%s is for %j', (regex, programs) => {
  expect(programsOfRegex(regex)).toEqual(programs)
})

test.each([
  '.*mysqldump',
  'pg_.* x',
  'mkfs.ext4 x',
  'ab?',
  'ab* x',
  'ab+ x',
  'ab{2} x',
  '[ab] x',
  '(a|b.*) x',
  '(a)?b x',
  '\\w+ x',
  'lvs|.* --all',
  './run x',
  '/opt/ x',
  ' x',
  '',
])('of %s nobody knows', regex => {
  expect(programsOfRegex(regex)).toEqual([])
})

test('what an expression fits begins with one of the programs that it tells, and no text throws', () => {
  const signs = ['a', 'bc', '(', ')', '|', '[', ']', '\\', '.', '*', '?', '^', '$', ' ', '\\.', '/', '(?:', '\\s']
  const regexes = fc.array(fc.constantFrom(...signs), { maxLength: 12 }).map(parts => parts.join(''))
  const lines = fc.array(fc.constantFrom('a', 'bc', '.', '/', ' '), { maxLength: 6 }).map(parts => parts.join(''))
  fc.assert(
    fc.property(regexes, fc.array(lines, { minLength: 5, maxLength: 5 }), (regex, lines) => {
      const programs = programsOfRegex(regex)
      if (programs.length === 0 || !isRegex(regex)) return
      const fitting = lines.filter(line => new RegExp(`^(?:${regex})`).test(line))
      expect(fitting.filter(line => !programs.some(program => line.startsWith(program)))).toEqual([])
    }),
    { numRuns: 5000 },
  )
})

function isRegex(regex: string): boolean {
  try {
    new RegExp(regex)
    return true
  } catch {
    return false
  }
}
