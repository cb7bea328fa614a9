/** An account for a real agent to work on, without one on this machine. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const SOURCE = fileURLToPath(new URL('one-account.c', import.meta.url))

/** The name of the account; its user and group are 0. */
export const ACCOUNT = 'fuzzer'

/**
 * What an agent needs in its environment to know ACCOUNT, whose home is `home`, and no other account. Undefined where
 * there is no C compiler. What is made for it lies in `folder`.
 */
export function oneAccount(folder: string, home: string): Readonly<Record<string, string>> | undefined {
  const library = join(folder, 'one-account.so')
  const { status } = spawnSync('cc', ['-shared', '-fPIC', '-o', library, SOURCE], { stdio: 'ignore' })
  return status === 0 ? { LD_PRELOAD: library, ONE_ACCOUNT_HOME: home } : undefined
}
