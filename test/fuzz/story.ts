/** What is done to an agent, as data. */

/** `send`: one character a byte. DIR stands for the folder that the files are in. */
export type Step =
  /** `starts`: what the process that it starts is called here. */
  | { readonly send: string; readonly starts?: string }
  /** Asks for the status of that process until it has ended; the last reply counts. */
  | { readonly poll: string }
  /** The client leaves, another one comes. */
  | { readonly reconnect: true }
  /** The files are looked at, as others see them. */
  | { readonly look: true }

/** Steps with one freshly started agent, on the files of world.ts. */
export interface Story {
  readonly kind: string
  /** Together with the seed and the kind it makes the story. */
  readonly index: number
  readonly steps: readonly Step[]
}

/** As long as the names that mkdtemp(3) makes, so that all sizes are the same. */
export const DIR = '/tmp/mockvm-fuzz-XXXXXX'

/** The bytes of a text, one character each. */
export function utf8(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}

export function request(name: string, args?: object): { readonly send: string } {
  return { send: utf8(`${JSON.stringify({ execute: name, ...(args && { arguments: args }) })}\n`) }
}

/** The bytes that are sent for a template. */
export function bytesOf(template: string, folder: string): Buffer {
  return Buffer.from(template.replaceAll(DIR, folder), 'latin1')
}
