/** The parser and the text tools: from the package just-bash, an optional peer that is loaded when they are first needed. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Sandbox } from './tools/sandbox.js'

type Package = typeof import('just-bash')

export interface JustBash extends Pick<Package, 'parse' | 'serialize' | 'createCommandContext'> {
  /** Its programs by name; they run in `sandbox` and nowhere else. */
  readonly commands: ReadonlyMap<string, JustBashCommand>
  readonly sandbox: Sandbox
}

export interface JustBashCommand {
  execute(args: readonly string[], context: unknown): Promise<CommandResult>
}

export interface CommandResult {
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number
  /** `bytes`: each character of stdout is a byte. */
  readonly stdoutKind?: 'text' | 'bytes'
  readonly stdoutEncoding?: 'binary'
}

/** Thrown where a shell or a text tool is needed and just-bash is not there, or is not what it should be. */
export class ShellUnavailable extends Error {
  override readonly name = 'ShellUnavailable'

  constructor(what: string) {
    super(
      `${what}: shells and text tools of the guest need the package just-bash (>=3.4.2 <4); install it with` +
        " `npm install --save-dev just-bash`. Other built-in programs and the scenario's `programs` work without it.",
    )
  }
}

let loaded: JustBash | undefined

/** Once per process. Throws ShellUnavailable. */
export function loadJustBash(): JustBash {
  loaded ??= load()
  return loaded
}

function load(): JustBash {
  const file = findBundle()
  checkVersion(file)
  const sandbox = new Sandbox()
  let exports: Partial<Package>
  try {
    exports = sandbox.load(file) as Partial<Package>
  } catch (error) {
    throw new ShellUnavailable(`just-bash fails to load (${error instanceof Error ? error.message : String(error)})`)
  }
  const { parse, serialize, createCommandContext, Bash } = exports
  if (!parse || !serialize || !createCommandContext || !Bash) throw new ShellUnavailable('just-bash lacks its parser')
  return { parse, serialize, createCommandContext, commands: commandsOf(Bash, sandbox), sandbox }
}

function findBundle(): string {
  try {
    return createRequire(import.meta.url).resolve('just-bash')
  } catch {
    throw new ShellUnavailable('just-bash is not installed')
  }
}

/** Below dist/bundle lies the file, and the manifest is not among what the package exports. */
function checkVersion(file: string): void {
  let version: unknown
  try {
    version = JSON.parse(readFileSync(new URL('../../package.json', `file://${file}`), 'utf8')).version
  } catch {
    throw new ShellUnavailable('just-bash is not laid out as expected')
  }
  const [major = 0, minor = 0, patch = 0] = String(version)
    .split('.')
    .map(part => Number.parseInt(part, 10))
  const isRight = major === 3 && (minor > 4 || (minor === 4 && patch >= 2))
  if (!isRight) throw new ShellUnavailable(`just-bash ${version} is installed`)
}

/** An instance knows them; its own interpreter is never asked for anything. */
function commandsOf(Bash: Package['Bash'], sandbox: Sandbox): JustBash['commands'] {
  const options = { fs: sandbox.noFileSystem as never, defenseInDepth: false }
  const { commands } = new Bash(options) as unknown as { commands?: JustBash['commands'] }
  if (typeof commands?.get !== 'function') throw new ShellUnavailable('just-bash lacks its text tools')
  return commands
}
