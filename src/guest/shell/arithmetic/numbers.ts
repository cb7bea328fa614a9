/** Numbers of 64 bits, as they are written and as they wrap around. */

/** What is wrong with a number, as bash words it. */
export class NumberError extends Error {}

export function wrap(value: bigint): bigint {
  return BigInt.asIntN(64, value)
}

/** 10, 010, 0x10, 2#10, 64#_. Throws NumberError. */
export function readNumber(text: string): bigint {
  const [, baseText, digits = ''] = /^([^#]*)#(.*)$/s.exec(text) ?? []
  if (baseText !== undefined) {
    const base = inBase(baseText, 10n)
    if (base < 2n || base > 64n) throw new NumberError('invalid arithmetic base')
    if (digits === '') throw new NumberError('invalid integer constant')
    return inBase(digits, base)
  }
  if (/^0[xX]/.test(text)) return inBase(text.slice(2), 16n)
  return text.startsWith('0') ? inBase(text.slice(1), 8n) : inBase(text, 10n)
}

function inBase(digits: string, base: bigint): bigint {
  let value = 0n
  for (const digit of digits) {
    const weight = weightOf(digit, base)
    if (weight === undefined) throw new NumberError('invalid number')
    if (weight >= base) throw new NumberError('value too great for base')
    value = wrap(value * base + weight)
  }
  return value
}

/** Up to base 36 letters of both cases are the same; beyond, a is 10, A is 36, @ is 62 and _ is 63. */
function weightOf(digit: string, base: bigint): bigint | undefined {
  if (/[0-9]/.test(digit)) return BigInt(digit)
  if (/[a-z]/.test(digit)) return BigInt(digit.charCodeAt(0) - 87)
  if (/[A-Z]/.test(digit)) return BigInt(digit.charCodeAt(0) - (base <= 36n ? 55 : 29))
  if (digit === '@') return 62n
  return digit === '_' ? 63n : undefined
}

/** Throws RangeError for a division by zero. */
export function operate(operator: string, left: bigint, right: bigint): bigint {
  switch (operator) {
    case '+':
      return wrap(left + right)
    case '-':
      return wrap(left - right)
    case '*':
      return wrap(left * right)
    case '/':
      return wrap(left / right)
    case '%':
      return left % right
    case '<<':
      return wrap(left << (right & 63n))
    case '>>':
      return left >> (right & 63n)
    case '&':
      return left & right
    case '|':
      return left | right
    case '^':
      return left ^ right
    default:
      return compare(operator, left, right) ? 1n : 0n
  }
}

function compare(operator: string, left: bigint, right: bigint): boolean {
  if (operator === '==') return left === right
  if (operator === '!=') return left !== right
  if (operator === '<') return left < right
  if (operator === '<=') return left <= right
  return operator === '>' ? left > right : left >= right
}

export function power(base: bigint, exponent: bigint): bigint {
  let result = 1n
  let square = base
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = wrap(result * square)
    square = wrap(square * square)
  }
  return result
}
