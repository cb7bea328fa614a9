/** Programs of a scenario whose `match` or `argv` begins with what is no program there, so that nothing ever fits it. */
import { readMatch } from '../guest/windows/match.js'
import type { Finding } from './explain.js'
import { familyOf } from './family.js'
import type { Path } from './path.js'
import type { ScenarioInput } from './schema.js'

const DRIVE = /^"?[A-Za-z]:[\\/]/
const EXECUTABLE = /\.(?:exe|com|bat|cmd)"?$/i

export function checkProgramNames(document: ScenarioInput): Finding[] {
  const isWindows = familyOf(document) === 'windows'
  const wrong = isWindows ? wrongOnWindows : wrongElsewhere
  return (document.programs ?? []).flatMap(({ match, argv }, index): Finding[] => {
    const [first] = argv ?? []
    const name = typeof first === 'string' && !first.includes('*') ? first : undefined
    const tell = (path: Path, problem: Problem | undefined, got: string): Finding[] =>
      problem === undefined ? [] : [{ path: ['programs', index, ...path], ...problem, got: JSON.stringify(got) }]
    return [
      ...(match === undefined ? [] : tell(['match'], wrong(match), match)),
      // A path with blanks needs no quotes there.
      ...(name === undefined ? [] : tell(['argv', 0], wrong(isWindows ? `"${name}"` : name), name)),
    ]
  })
}

interface Problem {
  readonly expected: string
  readonly hint?: string
}

function wrongElsewhere(match: string): Problem | undefined {
  if (!DRIVE.test(match.trimStart())) return undefined
  return { expected: 'a program of the guest such as /usr/bin/id or id' }
}

function wrongOnWindows(match: string): Problem | undefined {
  const { name } = readMatch(match)
  const expected = 'a program of Windows such as cmd.exe or C:\\Tools\\app.exe'
  if (name.startsWith('/')) return { expected }
  if (name.includes('*')) return { expected, hint: 'Only in its arguments * stands for any text.' }
  const quoted = withBlanks(match.trim())
  if (quoted === undefined) return undefined
  return {
    expected: 'quotes around a path with blanks',
    hint: `Write ${quoted} in them, or the program with its .exe.`,
  }
}

/** What looks like one path although it has blanks: "C:\Program Files\app.exe" of `C:\Program Files\app.exe /x`. */
function withBlanks(match: string): string | undefined {
  const words = match.split(/\s+/)
  const end = words.findIndex(word => EXECUTABLE.test(word))
  if (!DRIVE.test(match) || match.startsWith('"') || end < 1) return undefined
  const isOnePath = words.slice(1, end + 1).every(word => !/^[-/"*]/.test(word) && !DRIVE.test(word))
  return isOnePath ? words.slice(0, end + 1).join(' ') : undefined
}
