/** The programs that go on while others do, by name; those that are plain functions are in registry.ts. */
import { shells } from '../shell/program.js'
import { textTools } from '../shell/tools/programs.js'
import type { Body } from '../tasks/stream.js'
import { busybox } from './busybox.js'
import { cloudInit } from './cloud-init/cloud-init.js'
import { fsfreezeHook } from './fsfreeze-hook.js'
import { networkBodies } from './network/bodies.js'
import { streamingPrograms } from './streaming/programs.js'
import { systemctlBody } from './systemd/systemctl-body.js'

export const bodies: ReadonlyMap<string, Body> = new Map<string, Body>([
  ...shells,
  ...networkBodies,
  ...streamingPrograms,
  ...textTools,
  ['busybox', busybox],
  ['cloud-init', cloudInit],
  ['fsfreeze-hook', fsfreezeHook],
  ['systemctl', systemctlBody],
])
