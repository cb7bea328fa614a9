/** How dpkg(1) complains of how it was called. */
import type { Tool } from '../tool.js'

const USAGE = `
Type dpkg --help for help about installing and deinstalling packages [*];
Use 'apt' or 'aptitude' for user-friendly package management;
Type dpkg -Dhelp for a list of dpkg debug flag values;
Type dpkg --force-help for a list of forcing options;
Type dpkg-deb --help for help about manipulating *.deb files;

Options marked [*] produce a lot of output - pipe it through 'less' or 'more' !
`

/** To be thrown. */
export function wrongDpkg(tool: Tool, message: string): Error {
  tool.stderr.add(`dpkg: error: ${message}\n${USAGE}`)
  return tool.exit(2)
}

/** As what goes wrong while it works: without a word on how to call it. To be thrown. */
export function failedDpkg(tool: Tool, message: string): Error {
  tool.stderr.add(`dpkg: error: ${message}\n`)
  return tool.exit(2)
}
