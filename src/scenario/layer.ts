/** One file of a chain of `extends`, read and held to the schema. */
import { readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { builtInNames, builtInPath, isFilePath, isLayer, LAYERS } from './built-in.js'
import { nearest } from './did-you-mean.js'
import { ScenarioError, type ScenarioIssue } from './error.js'
import { explain, type Finding } from './explain.js'
import { formatPath, type Path } from './path.js'
import { Scenario, type ScenarioInput } from './schema.js'
import { type Position, parseText, toScenarioData } from './source-text.js'

export interface Layer {
  /** As errors name it. */
  readonly file: string
  /** "debian-12", "demo" for ./demo.yaml, "inline" for an object. */
  readonly name: string
  /** Where relative paths in it begin. */
  readonly folder: string
  readonly data: ScenarioInput
  locate(path: Path, atKey: boolean): Position | undefined
}

export function toIssue(finding: Finding, file: string, position: Position | undefined): ScenarioIssue {
  const { path, expected, got, hint } = finding
  return { file, ...position, path: formatPath(path), expected, got, ...(hint !== undefined && { hint }) }
}

/** The nearest thing that stands in the text: a missing key is told at the map that lacks it. */
export function locateNearest(layer: Pick<Layer, 'locate'>, path: Path, atKey: boolean): Position | undefined {
  for (let length = path.length; length >= 0; length--) {
    const position = layer.locate(path.slice(0, length), atKey && length === path.length)
    if (position !== undefined) return position
  }
  return undefined
}

/** Throws ScenarioError when the data are no scenario. */
function validate(data: unknown, file: string, locate: Layer['locate']): ScenarioInput {
  const result = Scenario.safeParse(data)
  if (result.success) return data as ScenarioInput
  const findings = explain(result.error.issues, data)
  throw new ScenarioError(findings.map(it => toIssue(it, file, locateNearest({ locate }, it.path, it.atKey === true))))
}

/** Parses and validates the text of one file; its parents are not looked at. */
export function layerOfText(text: string, file: string): Layer {
  const { data, locate } = parseText(text, file)
  const name = basename(file).replace(/\.[^.]+$/, '')
  // A file of comments alone is a scenario that says nothing.
  return { file, name, folder: dirname(file), data: validate(data ?? {}, file, locate), locate }
}

/** A scenario that is given as an object; relative paths in it begin at the working directory. */
export function layerOfObject(value: unknown): Layer {
  const file = 'scenario object'
  const locate = () => undefined
  const data = validate(toScenarioData(value), file, locate)
  return { file, name: 'inline', folder: '.', data, locate }
}

/** Layers of the built-ins: they can't change while the package runs. */
const builtIns = new Map<string, Layer>()

function builtIn(name: string): Layer | undefined {
  const known = builtIns.get(name)
  if (known !== undefined) return known
  const isGuest = builtInNames().includes(name)
  if (!isGuest && !isLayer(name)) return undefined
  const place = isGuest ? name : `${LAYERS}${name}`
  const layer = layerOfText(readFileSync(builtInPath(place), 'utf8'), `scenarios/${place}.yaml`)
  // A built-in extends only other built-ins, so that its folder is never asked for.
  builtIns.set(name, layer)
  return layer
}

/** What stands at `asked`, for the error of a scenario that isn't there. */
export type Asked = (expected: string, got: string, hint?: string) => ScenarioError

function readLayer(path: string, asked: Asked): Layer {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw asked('a file that can be read', `${code} for ${path}`)
  }
  return layerOfText(text, path)
}

/** A built-in scenario by name or a file by path, relative to `folder`. `asked` makes the error when there is none. */
export function findLayer(source: string, folder: string, asked: Asked): Layer {
  if (isFilePath(source)) return readLayer(/^([/\\]|[A-Za-z]:)/.test(source) ? source : join(folder, source), asked)
  const layer = builtIn(source)
  if (layer !== undefined) return layer
  const names = builtInNames()
  const meant = nearest(source, names)
  const hint =
    meant === undefined
      ? 'The path of a file ends in .yaml, .yml or .json, or has a slash.'
      : `Did you mean "${meant}"?`
  throw asked('the name of a built-in scenario, which mockvm list shows, or a path', JSON.stringify(source), hint)
}
