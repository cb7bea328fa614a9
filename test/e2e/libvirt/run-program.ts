import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'

export interface Ending {
  readonly stdout: string
  readonly stderr: string
  /** Undefined when it was ended for taking too long. */
  readonly status: number | undefined
}

export interface ProgramOptions {
  readonly env: NodeJS.ProcessEnv
  /** Who runs it; undefined: we. */
  readonly user?: { readonly uid: number; readonly gid: number } | undefined
  readonly cwd?: string
  /** Milliseconds after which it is killed. */
  readonly within: number
}

/** Runs a program to its end. Rejects when there is no such program. */
export async function runProgram(command: string, args: readonly string[], options: ProgramOptions): Promise<Ending> {
  const child = spawn(command, args, {
    ...options.user,
    env: options.env,
    ...(options.cwd !== undefined && { cwd: options.cwd }),
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: options.within,
    killSignal: 'SIGKILL',
  })
  const failed = new Promise<never>((_, reject) => child.once('error', reject))
  const status = new Promise<number | undefined>(resolve => child.once('close', code => resolve(code ?? undefined)))
  const all = Promise.all([text(child.stdout), text(child.stderr), status])
  const [stdout, stderr, code] = await Promise.race([all, failed])
  return { stdout, stderr, status: code }
}
