import { builtInNames, builtInPath } from './built-in.js'
import { readChain } from './chain.js'

/** The scenarios that come with the package, in alphabetical order; `path` is that of the file on the host. */
export function listScenarios(): { name: string; description: string; path: string }[] {
  return builtInNames().map(name => {
    return { name, description: readChain(name)[0]?.data.description ?? '', path: builtInPath(name) }
  })
}
