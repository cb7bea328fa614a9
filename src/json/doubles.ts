/** How agents print a double. What is no finite number is no JSON; the real agents send it as it is. */
import type { Doubles } from './dialect.js'

export function formatDouble(value: number, doubles: Doubles): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  const magnitude = Math.abs(value)
  const sign = value < 0 || Object.is(value, -0) ? '-' : ''
  return sign + (doubles === 'f' ? sixDecimals(magnitude) : seventeenDigits(magnitude))
}

/** `%f`, of which trailing zeros and a trailing point are cut. */
function sixDecimals(value: number): string {
  const digits = millionths(value).toString().padStart(7, '0')
  return withFraction(digits.slice(0, -6), digits.slice(-6))
}

/** `%.17g`: digits enough for every double to be told from its neighbours, trailing zeros cut. */
function seventeenDigits(value: number): string {
  const [mantissa = '', exponent = ''] = tiesToEven(value).split('e')
  const digits = mantissa.replace('.', '')
  const power = Number(exponent)
  if (power < -4 || power >= SIGNIFICANT) {
    const sign = power < 0 ? '-' : '+'
    return `${withFraction(digits.slice(0, 1), digits.slice(1))}e${sign}${String(Math.abs(power)).padStart(2, '0')}`
  }
  return power < 0
    ? withFraction('0', '0'.repeat(-power - 1) + digits)
    : withFraction(digits.slice(0, power + 1), digits.slice(power + 1))
}

const SIGNIFICANT = 17

/** As Number.prototype.toExponential, which rounds what is just between two up; C rounds it to the even one. */
function tiesToEven(value: number): string {
  const text = value.toExponential(SIGNIFICANT - 1)
  return ODD_END.test(text) && isTie(value) ? text.replace(ODD_END, odd => `${Number(odd[0]) - 1}e`) : text
}

const ODD_END = /[13579]e/

/** Whether exactly a 5 follows the significant digits. Such a double has 25 binary places at most: 50 digits are all. */
function isTie(value: number): boolean {
  return /^50*e/.test(value.toExponential(50).slice(SIGNIFICANT + 1))
}

function withFraction(integer: string, fraction: string): string {
  const digits = fraction.replace(/0+$/, '')
  return digits === '' ? integer : `${integer}.${digits}`
}

/** value × 10^6 as an integer, ties to even: exact, where Number.prototype.toFixed rounds ties up and ends at 10^21. */
function millionths(value: number): bigint {
  const bits = new DataView(new ArrayBuffer(8))
  bits.setFloat64(0, value)
  const raw = bits.getBigUint64(0)
  const biased = Number(raw >> 52n)
  const mantissa = (raw & (2n ** 52n - 1n)) | (biased === 0 ? 0n : 2n ** 52n)
  const exponent = Math.max(biased, 1) - 1075
  const scaled = mantissa * 1_000_000n
  if (exponent >= 0) return scaled << BigInt(exponent)
  const unit = 1n << BigInt(-exponent)
  const floor = scaled / unit
  const twiceRest = (scaled % unit) * 2n
  const up = twiceRest > unit || (twiceRest === unit && floor % 2n === 1n)
  return up ? floor + 1n : floor
}
