/**
 * Handles whose close has failed. The real agent keeps them, and uses memory that is freed when it is asked for one: it
 * may answer anything, or die. Nobody asks.
 */
export class Limbo {
  readonly #handles = new Set<string>()

  note(sent: string, reply: string): void {
    const handle = handleIn(sent)
    if (handle !== undefined && reply.includes('"failed to close handle: ')) this.#handles.add(handle)
  }

  isIn(sent: string): boolean {
    return this.#handles.has(handleIn(sent) ?? '')
  }
}

function handleIn(sent: string): string | undefined {
  return /"handle":(\d+)/.exec(sent)?.[1]
}
