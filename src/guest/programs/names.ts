import type { System } from '../system.js'
import { bodies } from './bodies.js'
import { builtins } from './registry.js'

/** The names of all programs that mockvm plays in guests of that system. */
export function builtinNames({ programs, bodies: own = new Map() }: System): string[] {
  return [...new Set([...builtins.keys(), ...bodies.keys(), ...programs.keys(), ...own.keys()])]
}
