/** The programs that go out to others, and wait for an answer, by name. */
import type { Body } from '../../tasks/stream.js'
import { curl } from './curl.js'
import { nc } from './nc.js'
import { ping } from './ping.js'
import { wget } from './wget.js'

export const networkBodies: ReadonlyMap<string, Body> = new Map([
  ['curl', curl],
  ['nc', nc],
  ['ping', ping],
  ['wget', wget],
])
