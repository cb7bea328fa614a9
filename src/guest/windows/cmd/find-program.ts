/** What a command's name leads to that is none of cmd.exe's own. */

import type { Disk } from '../disk.js'
import type { Environment } from '../environment.js'
import { nameOf } from '../full-path.js'

const EXTENSIONS = '.COM;.EXE;.BAT;.CMD'

/** Who looks for one. */
export interface Seeker {
  readonly disk: Disk
  readonly environment: Environment
  /** The full path of a name. */
  path(name: string): string
}

/** A full path, looked for in the working directory and in PATH; undefined where there is none. */
export function findProgram(seeker: Seeker, name: string): string | undefined {
  return programsOf(seeker, name)[0]
}

/** All of that name, in the order in which they are found. */
export function programsOf(seeker: Seeker, name: string): readonly string[] {
  const folders = /[\\/:]/.test(name) ? [''] : ['', ...searchPath(seeker)]
  return folders.flatMap(folder => {
    const path = folder === '' ? seeker.path(name) : `${folder.replace(/[\\/]+$/, '')}\\${name}`
    const candidates = extensionsOf(seeker).map(extension => path + extension)
    const all = nameOf(path).includes('.') ? [path, ...candidates] : candidates
    return all.filter(candidate => seeker.disk.isFile(candidate)).flatMap(it => seeker.disk.find(it)?.path ?? [])
  })
}

function searchPath(seeker: Seeker): readonly string[] {
  const folders = (seeker.environment.get('PATH') ?? '').replaceAll('"', '').split(';')
  return folders.filter(folder => folder !== '')
}

function extensionsOf(seeker: Seeker): readonly string[] {
  return (seeker.environment.get('PATHEXT') ?? EXTENSIONS).split(';').filter(extension => extension !== '')
}
