import type { Family } from './config.js'
import { freebsd } from './freebsd/freebsd.js'
import { linux } from './linux.js'
import type { System } from './system.js'
import { windows } from './windows/system.js'

const SYSTEMS: Readonly<Record<Family, System>> = {
  linux,
  freebsd,
  windows,
}

export function systemOf(family: Family): System {
  return SYSTEMS[family]
}
