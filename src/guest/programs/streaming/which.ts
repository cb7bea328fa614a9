import { program } from './console.js'

/** Debian's: debianutils. */
export const which = program(function* (console) {
  const { task } = console
  const options = yield* console.options(['a', 's'])
  const { files } = task.guest
  const isExecutable = (path: string) => {
    try {
      files.access(task.path(path), 'x', task.cred)
      return files.stat(task.path(path), task.cred).kind === 'file'
    } catch {
      return false
    }
  }
  let isMissing = options.operands.length === 0
  for (const name of options.operands) {
    const directories = name.includes('/')
      ? ['']
      : (task.env.PATH ?? '').split(':').map(dir => `${dir === '' ? '.' : dir}/`)
    const found = directories.map(directory => directory + name).filter(isExecutable)
    if (found.length === 0) isMissing = true
    if (!options.has('s'))
      for (const path of options.has('a') ? found : found.slice(0, 1)) yield* console.print(`${path}\n`)
  }
  return { exitCode: isMissing ? 1 : 0 }
})
