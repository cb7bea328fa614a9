import { type Ending, type ProgramOptions, runProgram } from './run-program.js'

/** How long a command may take, milliseconds: more than any of libvirt's own time-outs that the tests let run out. */
const WITHIN = 20_000

export class Virsh {
  readonly uri: string
  readonly #options: Omit<ProgramOptions, 'within'>

  constructor(uri: string, options: Omit<ProgramOptions, 'within'>) {
    this.uri = uri
    this.#options = options
  }

  /** Runs virsh to its end, whatever that is. */
  run(...args: string[]): Promise<Ending> {
    return runProgram('virsh', ['-c', this.uri, ...args], { ...this.#options, within: WITHIN })
  }

  /** What virsh prints. Throws when it fails. */
  async print(...args: string[]): Promise<string> {
    const ending = await this.run(...args)
    if (ending.status !== 0) throw new Error(`virsh ${args.join(' ')}: status ${ending.status}\n${ending.stderr}`)
    return ending.stdout
  }

  /** What virsh says when it fails. Throws when it doesn't. */
  async fail(...args: string[]): Promise<string> {
    const ending = await this.run(...args)
    if (ending.status !== 1)
      throw new Error(`virsh ${args.join(' ')}: expected status 1, got ${ending.status}\n${ending.stdout}`)
    return ending.stderr
  }

  /** Runs it again and again until it ends as wanted, for so many milliseconds. */
  async until(args: readonly string[], wanted: (ending: Ending) => boolean, within = WITHIN): Promise<Ending> {
    const limit = performance.now() + within
    for (;;) {
      const ending = await this.run(...args)
      if (wanted(ending)) return ending
      if (performance.now() > limit) {
        throw new Error(
          `virsh ${args.join(' ')}: not as wanted within ${within} ms, at last\n${ending.stdout}${ending.stderr}`,
        )
      }
    }
  }

  /** Waits until `domstate --reason` says so: "shut off (shutdown)". */
  async untilState(domain: string, state: string): Promise<void> {
    await this.until(['domstate', domain, '--reason'], ({ stdout }) => stdout.trim() === state)
  }
}
