/** Programs as processes of a guest: started as the agent starts them, with the clock moved until they have ended. */
import { toEnviron } from '../../../src/guest/environ.js'
import type { Guest } from '../../../src/guest/guest.js'

export interface Ran {
  readonly stdout: string
  readonly stderr: string
  readonly exitCode?: number
  readonly signal?: number
}

export interface Surroundings {
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  readonly stdin?: string | Uint8Array
  readonly user?: string
  readonly capture?: 'separated' | 'merged'
}

const ENV = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root', LANG: 'C' }

/** Starts it and returns its pid; `execResult` tells what becomes of it. */
export function startExec(guest: Guest, argv: readonly string[], surroundings: Surroundings = {}): number {
  const { env = ENV, cwd = '/', stdin, user = 'root', capture = 'separated' } = surroundings
  const [path = '', ...args] = argv
  return guest.children.exec({
    ...{ path, args, environ: toEnviron(env), searchPath: env.PATH, cwd, user, capture, shellFallback: true },
    ...(stdin !== undefined && { stdin: typeof stdin === 'string' ? Buffer.from(stdin) : stdin }),
  })
}

/** Undefined while it runs. Bytes as UTF-8. */
export function execResult(guest: Guest, pid: number): Ran | undefined {
  const child = guest.children.status(pid)
  if (child?.ending === undefined) return undefined
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8')
  return { stdout: text(child.stdout.bytes), stderr: text(child.stderr.bytes), ...child.ending }
}

/** Runs it to its end. Throws when nothing is due that could bring that. */
export function exec(guest: Guest, argv: readonly string[], surroundings: Surroundings = {}): Ran {
  const pid = startExec(guest, argv, surroundings)
  for (;;) {
    const result = execResult(guest, pid)
    if (result !== undefined) return result
    const due = guest.clock.nextDue()
    if (due === undefined) throw new Error(`${argv.join(' ')}: nothing is due that could end it`)
    guest.clock.advance(due - guest.clock.monotonic())
  }
}
