/** Reads the captures of guests in vectors/: replies of their agents, then commands with what they printed. */
import { readFileSync } from 'node:fs'

export interface Capture {
  /** Reply by command: one line of JSON. */
  readonly replies: ReadonlyMap<string, string>
  /** What a command line printed. */
  printed(commandLine: string): readonly string[]
}

const folder = new URL('vectors/', import.meta.url)

export function readCapture(name: string): Capture {
  const [replies = '', ...sections] = readFileSync(new URL(name, folder), 'utf8').split(/^### /m)
  const printed = new Map(
    sections.map(section => {
      const [commandLine = '', ...lines] = section.trimEnd().split('\n')
      return [commandLine, lines]
    }),
  )
  return {
    replies: readReplies(replies),
    printed(commandLine) {
      const lines = printed.get(commandLine)
      if (lines === undefined) throw new Error(`${name} has no section ${commandLine}`)
      return lines
    },
  }
}

/** Lines of a command and its reply, with a blank between. */
export function readReplies(text: string): Map<string, string> {
  const lines = text.split('\n').filter(line => line !== '')
  return new Map(lines.map(line => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]))
}
