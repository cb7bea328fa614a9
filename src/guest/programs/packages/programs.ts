/** Package managers. */
import type { Program } from '../program.js'
import { apk } from './apk.js'
import { apt, aptGet } from './apt.js'
import { aptCache } from './apt-cache.js'
import { aptMark } from './apt-mark.js'
import { dnf } from './dnf.js'
import { dpkg } from './dpkg.js'
import { dpkgQuery } from './dpkg-query.js'
import { rpm } from './rpm.js'

export const packagePrograms: ReadonlyMap<string, Program> = new Map<string, Program>([
  ['apk', apk],
  ['apt', apt],
  ['apt-cache', aptCache],
  ['apt-get', aptGet],
  ['apt-mark', aptMark],
  ['dnf', dnf],
  ['dpkg', dpkg],
  ['dpkg-query', dpkgQuery],
  ['rpm', rpm],
  ['yum', dnf],
])
