/** tar(1) 1.34: create, list and extract. */
import { type Console, Exit, program } from '../../../../programs/streaming/console.js'
import type { Wait } from '../../../../wait.js'
import { readArchive } from './archive.js'
import { create } from './create.js'
import { decodeEntries, type Entry, TarError } from './entry.js'
import { Extraction } from './extract.js'
import { isExcluded } from './names.js'
import { readTarOptions, type TarSettings, UsageError } from './options.js'
import { TarRun } from './run.js'

export const tar = program(function* (console) {
  const settings = yield* settingsOf(console)
  const run = new TarRun(console, settings)
  if (settings.mode === 'c') yield* create(run)
  else yield* read(run)
  yield* console.flush()
  yield* run.end()
  return undefined
})

function* settingsOf(console: Console): Generator<Wait, TarSettings, void> {
  try {
    const settings = readTarOptions(console.args)
    if (settings.mode === 'c' && settings.members.length === 0)
      throw new UsageError('Cowardly refusing to create an empty archive')
    return settings
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    const hint = error.message.startsWith('mockvm') ? '' : "Try 'tar --help' or 'tar --usage' for more information.\n"
    yield* console.say(`${console.name}: ${error.message}\n${hint}`)
    throw new Exit(error.exitCode)
  }
}

/** -t and -x. */
function* read(run: TarRun): Generator<Wait, void, void> {
  const { settings, console } = run
  const { task } = console
  const { bytes, isBroken } = yield* readArchive(run)
  const base = settings.directory === undefined ? task.cwd : task.path(settings.directory)
  if (!task.guest.files.exists(base, task.cred))
    yield* run.giveUp(`${run.shown(settings.directory ?? '')}: Cannot open: No such file or directory`)
  const extraction = new Extraction(run, base)
  const wanted = new Map(settings.members.map(({ name }) => [name.replace(/(.)\/+$/, '$1'), false]))
  try {
    for (const entry of isBroken && bytes.length === 0 ? [] : decodeEntries(bytes)) {
      yield* task.work()
      if (!isWanted(entry, wanted) || isExcluded(entry.name, settings.excludes)) continue
      if (settings.mode === 'x') yield* extraction.add(entry)
      else yield* list(run, entry)
    }
  } catch (error) {
    if (!(error instanceof TarError)) throw error
    // Skipping what it doesn't extract it sees the end once, reading once more.
    if (error.reason === 'end' && settings.mode === 'x') yield* run.complain('Unexpected EOF in archive')
    if (error.reason === 'end') yield* run.giveUp('Unexpected EOF in archive')
    yield* run.complain(
      error.reason === 'damaged' ? 'Skipping to next header' : 'This does not look like a tar archive',
    )
  }
  if (isBroken) yield* run.giveUp('Child returned status 1')
  yield* extraction.finish()
  for (const [name, isFound] of wanted) if (!isFound) yield* run.complain(`${run.shown(name)}: Not found in archive`)
}

function* list(run: TarRun, entry: Entry): Generator<Wait, void, void> {
  // What would be taken away is told, though names are listed as they are.
  yield* run.safe(entry.name, 'member names')
  yield* run.tell(entry, run.settings.verbosity + 1, 1)
}

/** One that was named, or is below one; without names, each. */
function isWanted({ name }: Entry, wanted: Map<string, boolean>): boolean {
  if (wanted.size === 0) return true
  const bare = name.replace(/(.)\/+$/, '$1')
  const by = [...wanted.keys()].find(each => bare === each || bare.startsWith(`${each}/`))
  if (by !== undefined) wanted.set(by, true)
  return by !== undefined
}
