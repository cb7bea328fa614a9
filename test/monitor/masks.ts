/** What varies from one run to the next, by name; all else is compared byte for byte. */

const EVENT = /\{"timestamp": \{"seconds": (\d+), "microseconds": (\d+)\}, "event": "(\w+)"(.*?)\}\r\n/g
/** In microseconds. */
const FIRMWARE = 300_000
const SECOND = 1_000_000

const PID = /\{"return": \{"pid": \d+\}\}/g
/** Nanoseconds since the epoch: those of guest-get-time. */
const TIME = /\{"return": \d{19}\}/g

/** The hardware clock's seconds begin with the process, and go on so when it is set. */
const SECOND_OF_RTC = /"tm_sec": \d+/g

/** What came on one connection. */
export function masked(bytes: string): string {
  return withoutFirmware(bytes)
    .replace(PID, '{"return": {"pid": PID}}')
    .replace(TIME, '{"return": TIME}')
    .replace(SECOND_OF_RTC, '"tm_sec": SECOND')
}

/**
 * Without the digits of timestamps, and without the resets that the firmware makes by itself, once or more, right after
 * another or when it begins.
 */
function withoutFirmware(bytes: string): string {
  let begun = 0
  return bytes.replace(EVENT, (_, seconds: string, microseconds: string, name: string, rest: string) => {
    const at = Number(seconds) * SECOND + Number(microseconds)
    const isFirmware = name === 'RESET' && rest.includes('"guest-reset"') && at - begun < FIRMWARE
    if (name === 'RESET' || name === 'RESUME') begun = at
    return isFirmware ? '' : `{TIMESTAMP, "event": "${name}"${rest}}\r\n`
  })
}
