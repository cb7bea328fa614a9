/** The virtual machines behind an interface: one, or several by the names that the platform gives them. */
import { describeValue } from '../scenario/path.js'
import { Vm } from '../vm.js'

/** By their ids: `{ 100: web, 101: { vm: database, node: 'pve2' } }`. */
export type Fleet<Settings extends object> = Readonly<Record<string, Vm | Member<Settings>>>

/** A VM, and what the platform knows of it. */
export type Member<Settings extends object> = { readonly vm: Vm } & Settings

/** Of what the error that is thrown speaks. */
interface Platform {
  /** "proxmoxHandlers" */
  readonly name: string
  /** Of a fleet: "{ 100: vm }". */
  readonly example: string
}

/**
 * One VM has no id of its own; those of a fleet come in the order of the record. Throws TypeError for what is neither,
 * and for a VM that is there twice.
 */
export function membersOf<Settings extends object>(
  { name, example }: Platform,
  fleet: Vm | Fleet<Settings>,
): { readonly id: string | undefined; readonly vm: Vm; readonly settings: Partial<Settings> }[] {
  if (fleet instanceof Vm) return [{ id: undefined, vm: fleet, settings: {} }]
  const entries = typeof fleet === 'object' && fleet !== null && !Array.isArray(fleet) ? Object.entries(fleet) : []
  if (entries.length === 0) {
    throw new TypeError(
      `${name}: expected a VM of createVm(), or a record of VMs such as ${example}, got ${describeGot(fleet)}`,
    )
  }
  const members = entries.map(([id, member]) => {
    if (member instanceof Vm) return { id, vm: member, settings: {} }
    const { vm, ...settings } = (member ?? {}) as Partial<Member<Settings>>
    if (vm instanceof Vm) return { id, vm, settings: settings as unknown as Partial<Settings> }
    throw new TypeError(`${name}: ${id}: expected a VM of createVm(), or { vm, … }, got ${describeGot(member)}`)
  })
  const owners = new Map<Vm, string>()
  for (const { id, vm } of members) {
    const owner = owners.get(vm)
    if (owner !== undefined) throw new TypeError(`${name}: ${id}: expected a VM of its own, got that of ${owner}`)
    owners.set(vm, id)
  }
  return members
}

/** Most often it is what createVm() gives before somebody has awaited it. */
function describeGot(value: unknown): string {
  return value instanceof Promise ? 'a promise. Await createVm() first.' : describeValue(value)
}
