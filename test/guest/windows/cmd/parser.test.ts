import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ArithmeticFault, calculate } from '../../../../src/guest/windows/cmd/arithmetic.js'
import { expandDelayed, expandPercent } from '../../../../src/guest/windows/cmd/expand.js'
import { readOptions, withoutOuterQuotes } from '../../../../src/guest/windows/cmd/options.js'
import { parseStatement } from '../../../../src/guest/windows/cmd/parser.js'
import { SyntaxFault } from '../../../../src/guest/windows/cmd/statement.js'

describe('a line of any text', () => {
  const text = fc.string({ unit: fc.constantFrom(...'ab &|<>()^"%!:=,;@/\\1ifordne'), maxLength: 40 })

  test('is a statement or a fault of syntax', () => {
    fc.assert(
      fc.property(text, line => {
        try {
          parseStatement(line)
        } catch (error) {
          expect(error).toBeInstanceOf(SyntaxFault)
        }
      }),
    )
  })

  test('without signs of its own is left as it is', () => {
    fc.assert(fc.property(fc.stringMatching(/^[a-z .\\-]*$/), line => expandPercent(line, () => undefined) === line))
    fc.assert(fc.property(fc.stringMatching(/^[a-z .^\\-]*$/), line => expandDelayed(line, () => 'x') === line))
  })

  test('is calculated or refused', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0179x+-*/%&|^~!()=,<> ab'), maxLength: 20 }), expression => {
        try {
          const value = calculate(expression, { get: () => undefined, set: () => {} })
          expect(value).toBe(value | 0)
        } catch (error) {
          expect(error).toBeInstanceOf(ArithmeticFault)
        }
      }),
    )
  })
})

test.each([
  ['1+2*3', 7],
  ['(1+2)*3', 9],
  ['-7 / 2', -3],
  ['7 %% 4'.replace('%%', '%'), 3],
  ['0x7fffffff + 1', -2147483648],
  ['010', 8],
  ['1 << 4 | 3', 19],
  ['!0 + ~0', 0],
  ['a=5, b=a*2, b+1', 11],
])('set /a %s is %i', (text, value) => {
  const variables = new Map<string, string>()
  expect(calculate(text, { get: name => variables.get(name), set: (name, it) => variables.set(name, it) })).toBe(value)
})

test.each([
  ['1/0', 1073750993, 'Divide by zero error.'],
  ['1+', 1073750989, 'Missing operand.'],
  ['(1', 1073750988, 'Unbalanced parenthesis.'],
  ['1 2', 1073750990, 'Missing operator.'],
  [
    '08',
    1073750991,
    'Invalid number.  Numeric constants are either decimal (17),\r\nhexadecimal (0x11), or octal (021).',
  ],
  ['3000000000', 1073750992, 'Invalid number.  Numbers are limited to 32-bits of precision.'],
])('set /a %s is refused', (text, code, message) => {
  const fault = expect.objectContaining({ code, message })
  expect(() => calculate(text, { get: () => undefined, set: () => {} })).toThrow(fault)
})

test.each([
  ['cmd.exe /c dir', 'run', ' dir'],
  ['"C:\\Program Files\\cmd.exe" /q/k cls', 'stay', ' cls'],
  ['cmd /s /v:on /cecho x', 'run', 'echo x'],
  ['cmd', 'interactive', ''],
])('%s', (line, how, command) => {
  expect(readOptions(line)).toMatchObject({ how, command })
})

test.each([
  [' "a b" c', false, '"a b" c'],
  ['"a b" "c"', false, 'a b" "c'],
  ['"echo x"', false, 'echo x'],
  ['"a b" c', true, 'a b c'],
  ['echo "x"', true, 'echo "x"'],
])('%s with quotes around it', (command, strips, text) => {
  expect(withoutOuterQuotes(command, strips, name => name === 'a b')).toBe(text)
})
