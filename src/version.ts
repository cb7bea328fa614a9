import { readFileSync } from 'node:fs'
import { PACKAGE_ROOT } from './package-root.js'

/** This package's. */
export const VERSION: string = JSON.parse(readFileSync(new URL('package.json', PACKAGE_ROOT), 'utf8')).version
