import { agentVersionOf } from './agent-config.js'
import { builtInNames, builtInPath } from './built-in.js'
import { mergeChain, readChain } from './chain.js'

export interface ListedScenario {
  readonly name: string
  readonly description: string
  /** Version of the qemu-ga that answers: "7.2.22". */
  readonly agentVersion: string
  /** The file, on the host. */
  readonly path: string
}

/** The scenarios that come with the package, in alphabetical order. */
export function listScenarios(): ListedScenario[] {
  return builtInNames().map(name => {
    const document = mergeChain(readChain(name))
    const { description = '' } = document
    return { name, description, agentVersion: agentVersionOf(document), path: builtInPath(name) }
  })
}
