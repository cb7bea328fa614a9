/** The commands that cmd.exe does itself, by name. */
import type { Builtin } from '../builtin.js'
import { notDone } from '../texts.js'
import { call } from './call.js'
import { copy } from './copy.js'
import { date, time } from './date-time.js'
import { del } from './del.js'
import { dir } from './dir.js'
import { echo } from './echo.js'
import { exit, goto, shift } from './flow.js'
import { cd, md, popd, pushd, rd } from './folders.js'
import { move, ren } from './move.js'
import { cls, pause, title } from './screen.js'
import { path, prompt, set } from './set.js'
import { endlocal, setlocal } from './setlocal.js'
import { start } from './start.js'
import { type } from './type.js'
import { ver, vol } from './ver.js'

/** There, but not done; each says so. */
const REFUSED = ['assoc', 'color', 'dpath', 'ftype', 'mklink', 'verify']

const refused: Builtin = {
  errorlevel: 'always',
  *run({ shell, name }) {
    yield* shell.complain(notDone(name))
    return 1
  },
}

export const builtins: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ['call', call],
  ['cd', cd],
  ['chdir', cd],
  ['cls', cls],
  ['copy', copy],
  ['date', date],
  ['del', del],
  ['dir', dir],
  ['echo', echo],
  ['endlocal', endlocal],
  ['erase', del],
  ['exit', exit],
  ['goto', goto],
  ['md', md],
  ['mkdir', md],
  ['move', move],
  ['path', path],
  ['pause', pause],
  ['popd', popd],
  ['prompt', prompt],
  ['pushd', pushd],
  ['rd', rd],
  ['ren', ren],
  ['rename', ren],
  ['rmdir', rd],
  ['set', set],
  ['setlocal', setlocal],
  ['shift', shift],
  ['start', start],
  ['time', time],
  ['title', title],
  ['type', type],
  ['ver', ver],
  ['vol', vol],
  ...REFUSED.map(name => [name, refused] as const),
])
