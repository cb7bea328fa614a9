/** A scenario with all it builds on. */
import { ScenarioError } from './error.js'
import type { Finding } from './explain.js'
import { type Asked, findLayer, type Layer, layerOfObject, locateNearest, toIssue } from './layer.js'
import { merge } from './merge.js'
import type { ScenarioInput } from './schema.js'

/** A built-in by name, a file by path, or the data themselves. */
export type ScenarioSource = string | ScenarioInput

function askedOnTheWay(source: string): Asked {
  return (expected, got, hint) =>
    new ScenarioError([{ file: source, path: '', expected, got, ...(hint !== undefined && { hint }) }])
}

function askedBy(layer: Layer): Asked {
  return (expected, got, hint) => {
    const finding: Finding = { path: ['extends'], expected, got, ...(hint !== undefined && { hint }) }
    return new ScenarioError([toIssue(finding, layer.file, locateNearest(layer, finding.path, false))])
  }
}

/** The layers of a scenario, itself first, then its parent, then the parent of that. Throws ScenarioError. */
export function readChain(source: ScenarioSource): Layer[] {
  const first = typeof source === 'string' ? findLayer(source, '.', askedOnTheWay(source)) : layerOfObject(source)
  const chain = [first]
  let layer = first
  while (layer.data.extends !== undefined) {
    const asked = askedBy(layer)
    const parent = findLayer(layer.data.extends, layer.folder, asked)
    if (chain.some(it => it.file === parent.file)) {
      const round = [...chain, parent].map(it => it.file).join(' → ')
      throw asked('a scenario that does not build on this one', `the circle ${round}`)
    }
    chain.push(parent)
    layer = parent
  }
  return chain
}

/** What the layers say together: the first has the last word. `extends`, `$schema` and nulls are gone. */
export function mergeChain(chain: readonly Layer[]): ScenarioInput {
  const merged = chain.reduceRight<unknown>((below, layer) => {
    const { extends: _parent, $schema: _editor, description: _about, ...said } = layer.data
    return merge(below, said)
  }, {})
  const description = chain[0]?.data.description
  return { ...(description !== undefined && { description }), ...(merged as ScenarioInput) }
}
