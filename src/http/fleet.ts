/** The virtual machines behind an interface: one, or several by the names that the platform gives them. */
import { Vm } from '../vm.js'

/** By their ids: `{ 100: web, 101: { vm: database, node: 'pve2' } }`. */
export type Fleet<Settings extends object> = Readonly<Record<string, Vm | Member<Settings>>>

/** A VM, and what the platform knows of it. */
export type Member<Settings extends object> = { readonly vm: Vm } & Settings

/** One VM has no id of its own; those of a fleet come in the order of the record. Throws TypeError for what is neither. */
export function membersOf<Settings extends object>(
  what: string,
  fleet: Vm | Fleet<Settings>,
): { readonly id: string | undefined; readonly vm: Vm; readonly settings: Partial<Settings> }[] {
  if (fleet instanceof Vm) return [{ id: undefined, vm: fleet, settings: {} }]
  if (typeof fleet !== 'object' || fleet === null) throw expected(what, fleet)
  return Object.entries(fleet).map(([id, member]) => {
    if (member instanceof Vm) return { id, vm: member, settings: {} }
    if (!(member?.vm instanceof Vm)) throw expected(`${what}: ${id}`, member)
    const { vm, ...settings } = member
    return { id, vm, settings: settings as unknown as Partial<Settings> }
  })
}

function expected(where: string, got: unknown): TypeError {
  return new TypeError(
    `${where}: expected a VM of createVm(), or a record of VMs such as { 100: vm }, got ${got === null ? 'null' : typeof got}`,
  )
}
