import type { CommandLine } from './command-line.js'
import { QemuError } from './error.js'
import { readFlag } from './group.js'

/** In the order in which they are looked at. */
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  obsolete: ['allow', 'deny'],
  elevateprivileges: ['allow', 'deny', 'children'],
  spawn: ['allow', 'deny'],
  resourcecontrol: ['allow', 'deny'],
}

/** -sandbox: whether it can be understood, if it is on at all. Nothing is locked in here. Throws QemuError. */
export function checkSandboxes({ sandboxes }: CommandLine): void {
  for (const { typed, group } of sandboxes) {
    if (!readFlag(group.get('enable') ?? '')) continue
    for (const [key, choices] of Object.entries(CHOICES)) {
      const choice = group.get(key)
      if (choice !== undefined && !choices.includes(choice))
        throw new QemuError(`${typed}: invalid argument for ${key}`)
    }
  }
}
