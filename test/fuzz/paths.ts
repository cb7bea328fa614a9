/** Paths for programs: none that would wait for a writer, none of a link in a circle, and those that may be changed. */
import type { Chance } from './chance.js'
import { DIR } from './story.js'
import { NAMES } from './world.js'

const MORE = ['nowhere', 'dir/nowhere', 'hello/x', 'new', 'nodir/x']
const READABLE = [...NAMES.filter(name => name !== 'fifo' && name !== 'loop'), ...MORE]
/** What is executed now and then stays as it is. */
const CHANGEABLE = [...READABLE.filter(name => !['script', 'readonly', 'nowhere'].includes(name)), 'dir/new', 'new2']

export function readablePath(chance: Chance): string {
  return `${DIR}/${chance.oneOf(READABLE)}${chance.once(20) ? '/' : ''}`
}

export function changeablePath(chance: Chance): string {
  return `${DIR}/${chance.oneOf(CHANGEABLE)}`
}
