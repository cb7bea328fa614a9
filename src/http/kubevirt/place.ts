/** Where a VM stands in the cluster that has no place from a fleet. */
import type { Vm } from '../../vm.js'
import { kubevirtSettings } from '../options.js'

export interface Place {
  readonly namespace: string
  readonly name: string
}

export const NAMESPACE = 'default'
const LONGEST = 253

/** As its scenario says; else it has the name of the scenario. */
export function placeOf(vm: Vm): Place {
  const { namespace = NAMESPACE, name = labelOf(vm.name) } = kubevirtSettings(vm)
  return { namespace, name }
}

/** Of scenarios anything may be the name. */
function labelOf(name: string): string {
  const label = name
    .toLowerCase()
    .replace(/[^a-z\d.]+/g, '-')
    .replace(/-*\.[.-]*/g, '.')
    .slice(0, LONGEST)
    .replace(/^[-.]+|[-.]+$/g, '')
  return label === '' ? 'vm' : label
}
