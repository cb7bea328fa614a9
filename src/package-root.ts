import { existsSync } from 'node:fs'

/** The folder of this package, which holds package.json, scenarios/ and examples/: wherever this module was built to. */
export const PACKAGE_ROOT = nearest(new URL('.', import.meta.url))

function nearest(folder: URL): URL {
  return existsSync(new URL('package.json', folder)) ? folder : nearest(new URL('..', folder))
}
