import { describe, expect, test } from 'vitest'
import { type GivenOptions, knownOptions, readOptions, undoneOption } from '../../../src/guest/programs/options.js'

const DECLARED = ['a,all', 'A,almost-all', 'n,lines=', 'I,iso-8601?', 'r,R,recursive']

function read(args: readonly string[], stopEarly = false) {
  const result = readOptions(args, DECLARED, stopEarly)
  if (typeof result === 'string') return result
  const given = result.list.map(({ name, value }) => (value === undefined ? name : `${name}=${value}`))
  return { given, operands: result.operands }
}

describe('options are read as getopt_long reads them', () => {
  test.each([
    [['-an', '5', 'x'], { given: ['a', 'n=5'], operands: ['x'] }],
    [['-an5', 'x'], { given: ['a', 'n=5'], operands: ['x'] }],
    [['x', '--lines=5', 'y', '-R'], { given: ['n=5', 'r'], operands: ['x', 'y'] }],
    [['--lines', '-a'], { given: ['n=-a'], operands: [] }],
    [['--', '-a'], { given: [], operands: ['-a'] }],
    [['-', '-a'], { given: ['a'], operands: ['-'] }],
    [['-Ins', '-I', 'x'], { given: ['I=ns', 'I'], operands: ['x'] }],
    [['--iso-8601', 'x'], { given: ['I'], operands: ['x'] }],
    [['--rec', '--li', '3'], { given: ['r', 'n=3'], operands: [] }],
    [['--all'], { given: ['a'], operands: [] }],
    [['--al'], "option '--al' is ambiguous; possibilities: '--all' '--almost-all'"],
    [['-az'], "invalid option -- 'z'"],
    [['--foo=1'], "unrecognized option '--foo'"],
    [['-n'], "option requires an argument -- 'n'"],
    [['--lines'], "option '--lines' requires an argument"],
    [['--all=1'], "option '--all' doesn't allow an argument"],
  ])('%j', (args, expected) => {
    expect(read(args)).toEqual(expected)
  })

  test('the first operand ends them where that is asked for', () => {
    expect(read(['-a', 'x', '-a'], true)).toEqual({ given: ['a'], operands: ['x', '-a'] })
  })
})

describe('options that the real tool has and this one has not', () => {
  const OTHERS = ['u,update', 'suffix=', 'R,recursive-too']
  const refused = (...args: string[]) => {
    const read = readOptions(args, knownOptions(['a,all', 'n,lines='], OTHERS), false)
    return typeof read === 'string' ? read : undoneOption(read as GivenOptions, ['a,all', 'n,lines='])
  }

  test.each([
    [['-au', 'x'], '-u'],
    [['--upd'], '--update'],
    [['--suffix=.bak'], '--suffix'],
    [['--help'], '--help'],
    [['--vers'], '--version'],
    [['-n', '-u', '-R'], '-R'],
    [['-a', '--lines=3'], undefined],
    [['-q'], "invalid option -- 'q'"],
    [['--quiet'], "unrecognized option '--quiet'"],
  ])('of %j', (args, expected) => {
    expect(refused(...args)).toBe(expected)
  })
})
