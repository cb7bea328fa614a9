/** The programs that go on while others do, by name; those that are plain functions are in registry.ts. */
import { shells } from '../shell/program.js'
import { textTools } from '../shell/tools/programs.js'
import type { Body } from '../tasks/stream.js'
import { busybox } from './busybox.js'
import { cloudInit } from './cloud-init/cloud-init.js'
import { fsfreezeHook } from './fsfreeze-hook.js'
import { networkBodies } from './network/bodies.js'
import { textBytes } from './output.js'
import { streamingPrograms } from './streaming/programs.js'
import { systemctlBody } from './systemd/systemctl-body.js'
import { asksForVersion, versionText } from './versions.js'

const all: readonly (readonly [name: string, body: Body])[] = [
  ...shells,
  ...networkBodies,
  ...streamingPrograms,
  ...textTools,
  ['busybox', busybox],
  ['cloud-init', cloudInit],
  ['fsfreeze-hook', fsfreezeHook],
  ['systemctl', systemctlBody],
]

export const bodies: ReadonlyMap<string, Body> = new Map(all.map(([name, body]) => [name, tellingVersion(name, body)]))

function tellingVersion(name: string, body: Body): Body {
  return function* (task) {
    const text = asksForVersion(name, task.argv.slice(1)) ? versionText(task.guest, name) : undefined
    if (text === undefined) return yield* body(task)
    if (task.descriptors.has(1)) yield* task.write(1, textBytes(text))
    return { exitCode: 0 }
  }
}
