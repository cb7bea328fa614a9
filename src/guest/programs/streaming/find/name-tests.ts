/** Tests of find(1) that look at names. */
import { compile, translate } from '../../../shell/tools/own/posix-regex.js'
import { lastComponent } from './component.js'
import { plain } from './expression.js'
import { glob } from './glob.js'
import type { Predicate } from './reading.js'

export const nameTests: Readonly<Record<string, Predicate>> = {
  '-name': name(''),
  '-iname': name('i'),
  '-path': path(''),
  '-wholename': path(''),
  '-ipath': path('i'),
  '-iwholename': path('i'),
  '-lname': target(''),
  '-ilname': target('i'),
  '-regex': regex('su'),
  '-iregex': regex('sui'),
}

function name(flags: string): Predicate {
  return function* (reading, word) {
    const expression = glob(yield* reading.argument(word), flags)
    return plain(file => expression.test(lastComponent(file.path)))
  }
}

function path(flags: string): Predicate {
  return function* (reading, word) {
    const expression = glob(yield* reading.argument(word), flags)
    return plain(file => expression.test(file.path))
  }
}

/** Where a link leads. */
function target(flags: string): Predicate {
  return function* (reading, word) {
    const { task } = reading.console
    const expression = glob(yield* reading.argument(word), flags)
    return plain(
      file => file.stat.kind === 'symlink' && expression.test(task.guest.files.readlink(task.path(file.path))),
    )
  }
}

function regex(flags: string): Predicate {
  return function* (reading, word) {
    const source = translate(yield* reading.argument(word), { isExtended: false })
    const expression = compile(`^(?:${source})$`, flags)
    return plain(file => expression.test(file.path))
  }
}
