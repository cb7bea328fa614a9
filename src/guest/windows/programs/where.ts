import type { Program } from '../../programs/program.js'
import { programsOf } from '../cmd/find-program.js'
import { Disk } from '../disk.js'
import { Environment } from '../environment.js'
import { fullPath } from '../full-path.js'
import { lines, notSimulated } from './options.js'

export const where: Program = ({ argv, environ, cwd, guest }) => {
  const names = argv.slice(1).filter(it => !/^\/q$/i.test(it))
  const option = names.find(it => /^\/|[*?:]/.test(it))
  if (option !== undefined || names.length === 0) return notSimulated('only where NAME … and /q are simulated')
  const disk = new Disk(guest)
  const seeker = { disk, environment: new Environment(environ), path: (name: string) => fullPath(name, cwd) }
  const found = names.flatMap(name => programsOf(seeker, name))
  if (found.length === 0) {
    return { exitCode: 1, stderr: lines('INFO: Could not find files for the given pattern(s).') }
  }
  return { stdout: argv.some(it => /^\/q$/i.test(it)) ? '' : lines(...found) }
}
