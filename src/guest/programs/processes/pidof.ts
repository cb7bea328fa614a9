import { tool } from '../tool.js'
import { type ProcessView, processViews } from './process-view.js'

/** pidof(8) of sysvinit: the youngest first. */
export const pidof = tool(tool => {
  const options = tool.options(['s', 'c', 'd=', 'h', 'n', 'o=', 'q', 'x', 'z'], { terse: true })
  const omitted = options.list
    .filter(({ name }) => name === 'o')
    .flatMap(({ value = '' }) => value.split(','))
    .map(pid => (pid === '%PPID' ? tool.guest.processes.get(tool.call.pid)?.ppid : Number(pid)))
  const found = options.operands.flatMap(name => {
    const named = processViews(tool.guest)
      .toReversed()
      .filter(process => process.pid !== tool.call.pid && !omitted.includes(process.pid))
      .filter(process => (options.has('z') || !process.isDefunct) && isIt(process, name, options.has('x')))
    return options.has('s') ? named.slice(0, 1) : named
  })
  if (found.length === 0) throw tool.exit(1)
  if (!options.has('q')) tool.print(`${found.map(({ pid }) => pid).join(options.value('d') ?? ' ')}\n`)
})

/** By the path of the program, or its last component; a script by its own with -x. */
function isIt({ argv, process, comm }: ProcessView, name: string, withScripts: boolean): boolean {
  const [first = '', second = ''] = argv
  const program = first.replace(/^-/, '').replace(/:.*$/s, '')
  if (name.includes('/')) return program === name || process.exe === name || (withScripts && second === name)
  const last = (path: string) => path.slice(path.lastIndexOf('/') + 1)
  if (argv.length === 0) return comm === name
  if (last(program) === name || (process.exe !== undefined && last(process.exe) === name)) return true
  return withScripts && last(second) === name && comm === name.slice(0, 15)
}
