/** Names as a program gives them that works in some folder: GetFullPathName, and the parts of a path. */

/** `C:\a\b` of `b`, `.\b`, `\a\b`, `C:b` in `C:\a`; without a backslash at its end but for the root of a drive. */
export function fullPath(name: string, folder: string): string {
  const path = name.replaceAll('/', '\\')
  if (path.startsWith('\\\\')) return path
  const own = folder.slice(0, 2)
  const [drive = own] = /^[A-Za-z]:/.exec(path) ?? []
  const rest = path.startsWith(drive) ? path.slice(2) : path
  const isBelow = !rest.startsWith('\\') && drive.toUpperCase() === own.toUpperCase()
  const names = isBelow ? folder.slice(3).split('\\') : []
  for (const part of rest.split('\\')) {
    if (part === '..') names.pop()
    else if (part !== '.') names.push(part)
  }
  return `${drive}\\${names.filter(part => part !== '').join('\\')}`
}

/** The folder of a full path: `C:\a` of `C:\a\b`, `C:\` of `C:\a`. */
export function folderOf(path: string): string {
  const above = path.slice(0, path.lastIndexOf('\\'))
  return /^[A-Za-z]:$/.test(above) ? `${above}\\` : above
}

/** `b.txt` of `C:\a\b.txt`; '' for the root of a drive. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('\\') + 1)
}

/** `.txt` of `b.txt`, '' without one. */
export function extensionOf(path: string): string {
  const name = nameOf(path)
  return name.includes('.') ? name.slice(name.lastIndexOf('.')) : ''
}
