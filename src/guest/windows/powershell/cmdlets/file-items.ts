/** Files and folders as objects, and names with patterns in them. */

import type { Entry } from '../../disk.js'
import { extensionOf, folderOf, nameOf } from '../../full-path.js'
import { wallTime } from '../../wall-clock.js'
import type { Call, Doing } from '../call.js'
import type { Session } from '../session.js'
import { Moment, Thing, textOf } from '../values.js'

export function itemOf({ guest }: Session, { path, isFolder, isReadOnly, size, time }: Entry): Thing {
  const name = nameOf(path) === '' ? path : nameOf(path)
  const when = new Moment(time, wallTime(guest, time))
  const own = { Name: name, FullName: path, Extension: isFolder ? '' : extensionOf(path), Exists: true }
  const above = { PSIsContainer: isFolder, Directory: folderOf(path), LastWriteTime: when, CreationTime: when }
  if (isFolder) return new Thing('Folder', { Mode: 'd-----', ...own, ...above }, name)
  const mode = isReadOnly ? '-ar---' : '-a----'
  const base = name.slice(0, name.length - extensionOf(path).length)
  return new Thing(
    'File',
    { Mode: mode, Length: Number(size), IsReadOnly: isReadOnly, BaseName: base, ...own, ...above },
    name,
  )
}

/** Of a parameter -Path or -LiteralPath, or of what came through the pipeline. */
export function pathsOf(call: Call): readonly string[] {
  const given = call.get('literalpath') === undefined ? 'path' : 'literalpath'
  if (call.get(given) !== undefined || call.input === undefined) return call.texts(given)
  return call.input.map(it => (it instanceof Thing && it.has('FullName') ? textOf(it.get('FullName')) : textOf(it)))
}

export function matches(call: Call, path: string): readonly Entry[] {
  return call.session.disk.match(call.session.path(path))
}

export function* missing(call: Call, path: string): Doing {
  const whole = call.session.path(path)
  yield* call.complain(
    call.failure(`Cannot find path '${whole}' because it does not exist.`, {
      ...{ kind: 'ObjectNotFound', target: `${whole}:String`, exception: 'ItemNotFoundException' },
      id: 'PathNotFound',
    }),
  )
}
