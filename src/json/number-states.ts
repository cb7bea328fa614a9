/** How a number grows byte by byte. */
export type NumberState = 'minus' | 'zero' | 'integer' | 'point' | 'fraction' | 'e' | 'sign' | 'exponent'

/** What a number is when it may end in that state; the others are broken off. */
const COMPLETE: Partial<Record<NumberState, 'integer' | 'float'>> = {
  zero: 'integer',
  integer: 'integer',
  fraction: 'float',
  exponent: 'float',
}

export function completeNumber(state: NumberState): 'integer' | 'float' | undefined {
  return COMPLETE[state]
}

const ZERO = 0x30
const NINE = 0x39
const POINT = 0x2e
const MINUS = 0x2d
const PLUS = 0x2b

export function isNumberStart(byte: number): boolean {
  return byte === MINUS || isDigit(byte)
}

export function startNumber(byte: number): NumberState {
  return byte === MINUS ? 'minus' : byte === ZERO ? 'zero' : 'integer'
}

/** The state after one more byte; 'end' where the byte does not belong to it, 'error' where it breaks it. */
export function growNumber(state: NumberState, byte: number): NumberState | 'end' | 'error' {
  switch (state) {
    case 'minus':
      return isDigit(byte) ? startNumber(byte) : 'error'
    case 'zero':
      // A second digit is an error; an `e` is not: `0e1` is 0, then the word `e`, then 1.
      return byte === POINT ? 'point' : isDigit(byte) ? 'error' : 'end'
    case 'integer':
      return isDigit(byte) ? 'integer' : byte === POINT ? 'point' : isE(byte) ? 'e' : 'end'
    case 'point':
      return isDigit(byte) ? 'fraction' : 'error'
    case 'fraction':
      return isDigit(byte) ? 'fraction' : isE(byte) ? 'e' : 'end'
    case 'e':
      return isDigit(byte) ? 'exponent' : byte === PLUS || byte === MINUS ? 'sign' : 'error'
    case 'sign':
      return isDigit(byte) ? 'exponent' : 'error'
    case 'exponent':
      return isDigit(byte) ? 'exponent' : 'end'
  }
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= NINE
}

function isE(byte: number): boolean {
  return byte === 0x65 || byte === 0x45
}
