/** Programs that mockvm is to play: whether it knows them. */
import { builtinNames } from '../guest/programs/names.js'
import { systemOf } from '../guest/systems.js'
import type { Finding } from './explain.js'
import { familyOf } from './family.js'
import { known } from './findings.js'
import { builtinPaths } from './merge-builtins.js'
import type { Path } from './path.js'
import type { ScenarioInput } from './schema.js'

const NAME = 'the name of a built-in program'
const LIST = 'docs/programs.md has the list; what is not in it can be an entry of programs, or a script in files.'

export function checkBuiltins(document: ScenarioInput): Finding[] {
  const names = builtinNames(systemOf(familyOf(document)))
  const named = (path: Path, name: string, expected: string): Finding[] =>
    known(path, name, names, expected).map(({ hint, ...finding }) => ({
      ...finding,
      hint: hint === undefined ? LIST : `${hint} ${LIST}`,
    }))
  const ofFiles = Object.entries(document.files ?? {}).flatMap(([path, file]) =>
    typeof file !== 'object' || file?.builtin === undefined
      ? []
      : named(['files', path, 'builtin'], file.builtin, NAME),
  )
  // By the path itself: in a file of the chain its index is another one.
  const ofPaths = builtinPaths(document.builtins).flatMap(path =>
    named(['builtins', path], path.slice(path.lastIndexOf('/') + 1), `a path that ends in ${NAME}`),
  )
  return [...ofPaths, ...ofFiles]
}
