import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readArguments } from '../../../../src/guest/programs/cloud-init/arguments.js'

const DECLARED = ['-h,--help', '--format=', '-f,--file=', '-l,--long', '-w,--wait']

const read = (...args: string[]) => {
  const given = readArguments(args, DECLARED)
  return typeof given === 'string' ? given : { ...given, options: Object.fromEntries(given.options) }
}

test('options are long, short, in a cluster, cut short, and have their value beside or behind them', () => {
  expect(read('-wl', 'one', '--format=json', '--file', 'a', '-fb', '--lo')).toEqual({
    options: { '-w': true, '-l': true, '--format': 'json', '-f': 'b' },
    operands: ['one'],
    unknown: [],
  })
})

test.each([
  [['--fo'], 'argument --format: expected one argument'],
  [['--f', 'json'], 'ambiguous option: --f could match --format, --file'],
  [['-f', '--long'], 'argument -f/--file: expected one argument'],
  [['--wait=1'], "argument -w/--wait: ignored explicit argument '1'"],
])('it complains of %j as argparse does', (args, complaint) => {
  expect(read(...args)).toBe(complaint)
})

test('every argument is an option, a value, an operand or unknown, and none is lost', () => {
  const word = fc.constantFrom('-l', '-w', '-x', '--long', '--nonsense', 'one', '-', '--format=json', '-lw')
  fc.assert(
    fc.property(fc.array(word), args => {
      const given = readArguments(args, DECLARED)
      if (typeof given === 'string') throw new Error(given)
      expect(given.operands).toEqual(args.filter(arg => arg === 'one' || arg === '-'))
      expect(given.unknown).toEqual(args.filter(arg => arg === '-x' || arg === '--nonsense'))
      const isGiven = (...names: string[]) => args.some(arg => names.includes(arg))
      expect(given.options.has('-l')).toBe(isGiven('-l', '--long', '-lw'))
      expect(given.options.has('-w')).toBe(isGiven('-w', '-lw'))
      expect(given.options.get('--format')).toBe(isGiven('--format=json') ? 'json' : undefined)
    }),
  )
})
