/**
 * A directory in which the blocks of a page are run: `mockvm` can be imported and called there, and `npx mockvm` is the
 * program of this source.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '../..')

/** Sockets and scenarios in /tmp: they are in the directory instead. Other paths may be those of a guest. */
const OWN_FILE = /\/tmp\/([\w-]+\.(?:sock|yaml|json|jsonl|pid))\b/g

export interface Ending {
  /** Both standard output and standard error. */
  readonly output: string
  readonly status: number | null
}

export class Workshop {
  readonly directory: string
  readonly #env: NodeJS.ProcessEnv
  #servers: ChildProcess[] = []

  /** @param main dist/cli/main.js */
  constructor(main: string) {
    this.directory = mkdtempSync(join(tmpdir(), 'mockvm-docs-'))
    mkdirSync(join(this.directory, 'node_modules'))
    symlinkSync(dirname(dirname(dirname(main))), join(this.directory, 'node_modules/mockvm'))
    // What blocks import beside mockvm: clients of the platforms, and what stands in for their servers.
    for (const name of ['msw', 'proxmox-api', '@kubernetes']) {
      symlinkSync(join(ROOT, 'node_modules', name), join(this.directory, 'node_modules', name))
    }
    const bin = join(this.directory, 'bin')
    mkdirSync(bin)
    const run = `exec '${process.execPath}' '${main}' "$@"\n`
    writeFileSync(join(bin, 'mockvm'), `#!/bin/sh\n${run}`)
    writeFileSync(join(bin, 'npx'), `#!/bin/sh\n[ "$1" = mockvm ] || exit 127\nshift\n${run}`)
    for (const name of ['mockvm', 'npx']) chmodSync(join(bin, name), 0o755)
    // Programs print as they do for a reader, not as they do for a continuous integration or a coloured terminal.
    const { FORCE_COLOR: _color, NODE_OPTIONS: _options, VITEST: _vitest, ...env } = process.env
    this.#env = { ...env, PATH: `${bin}${delimiter}${env.PATH}`, NO_COLOR: '1' }
  }

  write(name: string, text: string): string {
    const path = join(this.directory, name)
    writeFileSync(path, this.#here(text))
    return path
  }

  /** Runs a program to its end. */
  async run(command: string, ...args: string[]): Promise<Ending> {
    const { child, output } = this.#start(command, args)
    const [status] = (await once(child, 'close')) as [number | null]
    return { output: this.#there(output()), status }
  }

  shell(command: string): Promise<Ending> {
    return this.run('bash', '-c', this.#here(command))
  }

  /** Starts a server and resolves with what it says first, which is where it listens. */
  async serve(command: string): Promise<string> {
    const { child, output } = this.#start('bash', ['-c', `exec ${this.#here(command)}`])
    this.#servers.push(child)
    await Promise.race([once(child.stdout, 'data'), once(child, 'close')])
    return this.#there(output())
  }

  /** Ends the servers as Ctrl-C does; resolves with their statuses. */
  async stopServers(): Promise<(number | null)[]> {
    const servers = this.#servers
    this.#servers = []
    return Promise.all(
      servers.map(async child => {
        if (child.exitCode !== null) return child.exitCode
        const closed = once(child, 'close')
        child.kill('SIGINT')
        const [status] = (await closed) as [number | null]
        return status
      }),
    )
  }

  async remove(): Promise<void> {
    await this.stopServers()
    rmSync(this.directory, { recursive: true })
  }

  #start(command: string, args: string[]) {
    const child = spawn(command, args, { cwd: this.directory, env: this.#env, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8')
      stream.on('data', (chunk: string) => {
        output += chunk
      })
    }
    return { child, output: () => output }
  }

  #here(text: string): string {
    return text.replace(OWN_FILE, `${this.directory}/$1`)
  }

  #there(text: string): string {
    return text.replaceAll(`${this.directory}/`, '/tmp/')
  }
}
