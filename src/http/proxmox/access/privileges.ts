/** What calls want, in which version. */

/** The privileges that a call wants: calls are declared with the names of 9. Before, one privilege stood for all about the agent. */
export function privilegesWanted(anyOf: readonly string[], major: number): readonly string[] {
  if (major >= 9) return anyOf
  return anyOf.some(name => name.startsWith('VM.GuestAgent.')) ? ['VM.Monitor'] : anyOf
}
