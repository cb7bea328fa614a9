/** Nanoseconds as seconds with two decimals: "191.25". */
export function centiseconds(nanoseconds: bigint): string {
  const hundredths = nanoseconds / 10_000_000n
  return `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, '0')}`
}

/** Nanoseconds as milliseconds, as coarse as the kernel's clock ticks. */
export function milliseconds(nanoseconds: bigint): bigint {
  return ticks(nanoseconds) * 10n
}

/** Nanoseconds in the kernel's clock ticks of 1/100 s. */
export function ticks(nanoseconds: bigint): bigint {
  return nanoseconds / 10_000_000n
}
