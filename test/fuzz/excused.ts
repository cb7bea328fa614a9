/**
 * What is of the machine in the replies, and therefore is not compared: all of it stands here, and docs/fuzzing.md says
 * why. Errors are compared whole, and so is everything around the values.
 */
import { valueEnd } from './value-end.js'

/** `*`: all that the command returns. Otherwise the members of that name. */
const EXCUSED: Readonly<Partial<Record<string, string>>> = {
  'guest-exec': 'pid',
  'guest-get-time': '*',
  'guest-get-users': '*',
  'guest-get-fsinfo': '*',
  'guest-get-disks': '*',
  'guest-get-diskstats': '*',
  'guest-get-cpustats': '*',
  'guest-get-load': '*',
  'guest-get-memory-blocks': '*',
  'guest-get-memory-block-info': '*',
  'guest-network-get-interfaces': '*',
  'guest-network-get-route': '*',
}

const RETURN = '{"return": '

/** A line of a reply without what is of the machine; `command` is what it answers. */
export function excuse(line: string, command: string): string {
  const member = EXCUSED[command]
  if (member === undefined || !line.startsWith(RETURN)) return line
  const end = valueEnd(line, RETURN.length)
  const value = line.slice(RETURN.length, end)
  return `${RETURN}${member === '*' ? '<of the machine>' : withoutMember(value, member)}${line.slice(end)}`
}

function withoutMember(value: string, member: string): string {
  const name = `"${member}": `
  const from = value.indexOf(name)
  if (from === -1) return value
  const start = from + name.length
  return `${value.slice(0, start)}<of the machine>${value.slice(valueEnd(value, start))}`
}
