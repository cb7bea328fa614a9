/** The scenarios that come with the package. */
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { PACKAGE_ROOT } from '../package-root.js'

const FOLDER = fileURLToPath(new URL('scenarios/', PACKAGE_ROOT))

export const LAYERS = 'layers/'

/** Names in alphabetical order. */
export function builtInNames(): string[] {
  return readdirSync(FOLDER)
    .filter(file => file.endsWith('.yaml'))
    .map(file => file.slice(0, -'.yaml'.length))
    .sort()
}

/** The file of a built-in scenario, whether or not there is one of that name. */
export function builtInPath(name: string): string {
  return `${FOLDER}${name}.yaml`
}

/** Whether several built-ins build on what is called that: "debian-family", no guest by itself, in a folder of its own. */
export function isLayer(name: string): boolean {
  return readdirSync(`${FOLDER}${LAYERS}`).includes(`${name}.yaml`)
}

/** True for what names a file and not a built-in: "demo.yaml", "./demo", "a/b.json". */
export function isFilePath(source: string): boolean {
  return source.includes('/') || source.includes('\\') || /\.(?:ya?ml|json)$/.test(source)
}
