/** Names of files on Windows: upper and lower case are the same, and remembered all the same. */

/** What can't stand in a name. A colon would name a stream of a file, and those are not simulated. */
const FORBIDDEN = /[\0-\x1f<>:"|?*]/
/** Devices that have a name in every folder, whatever extension stands behind it. */
const DEVICE = /^(?:CON|PRN|AUX|NUL|COM[1-9]|LPT[1-9])(?: *\..*)?$/i
/** UTF-16 units of one name. */
const LONGEST_NAME = 255

export function isValidName(name: string): boolean {
  return name !== '' && name.length <= LONGEST_NAME && !FORBIDDEN.test(name)
}

/** "NUL" of "nul.txt"; undefined for the name of a file. */
export function deviceOf(name: string): string | undefined {
  return DEVICE.test(name) ? name.replace(/ *\..*$/s, '').toUpperCase() : undefined
}

/** What two names have in common that are the same one. NTFS goes by single UTF-16 units: ß has no upper case there. */
export function folded(name: string): string {
  return name.replace(/[^\0-\x7f]|[a-z]+/g, part => {
    const upper = part.toUpperCase()
    return upper.length === part.length ? upper : part
  })
}

export function isSameName(a: string, b: string): boolean {
  return a === b || folded(a) === folded(b)
}
