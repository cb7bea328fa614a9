/** What the platforms are told of their VMs, by scenarios and by options: both are held to one schema. */
import type { z } from 'zod'
import { explain, type Finding } from '../scenario/explain.js'
import { formatPath } from '../scenario/path.js'
import {
  kubevirtMemberOptions,
  kubevirtOptions,
  label,
  proxmoxMemberOptions,
  proxmoxOptions,
  VMID,
} from '../scenario/platform-schema.js'
import { checkRights } from '../scenario/proxmox-rights.js'
import { toScenarioData } from '../scenario/source-text.js'
import type { Vm } from '../vm.js'
import type { KubevirtMember, KubevirtOptions } from './kubevirt/options.js'
import type { ProxmoxMember } from './proxmox/cluster.js'
import type { ProxmoxOptions } from './proxmox/options.js'

export interface ProxmoxSettings extends ProxmoxMember, ProxmoxOptions {
  readonly vmid?: number | undefined
}

export interface KubevirtSettings extends KubevirtMember, KubevirtOptions {
  readonly namespace?: string | undefined
  readonly name?: string | undefined
}

/** What the VM's scenario says under `proxmox`. A loaded scenario has no entries that are null. */
export function proxmoxSettings({ document }: Pick<Vm, 'document'>): ProxmoxSettings {
  return (document.proxmox ?? {}) as ProxmoxSettings
}

/** What the VM's scenario says under `kubevirt`. */
export function kubevirtSettings({ document }: Pick<Vm, 'document'>): KubevirtSettings {
  return (document.kubevirt ?? {}) as KubevirtSettings
}

/** Throws TypeError, which tells everything that is wrong: the option, what was expected, what came. */
export function checkProxmoxOptions(options: unknown): void {
  hold(proxmoxOptions, options, 'proxmoxHandlers')
}

/** @param version Which has other roles and privileges than others. Throws TypeError for rights to what it has not. */
export function checkProxmoxUsers(users: ProxmoxOptions['users'], version: string): void {
  refuse(checkRights(users ?? {}, { version, path: ['users'] }), 'proxmoxHandlers')
}

/** Throws TypeError. */
export function checkKubevirtOptions(options: unknown): void {
  hold(kubevirtOptions, options, 'kubevirtHandlers')
}

/** The VMID that a key of the fleet is. `settings`: what stands there beside the VM. Throws TypeError. */
export function checkProxmoxMember(id: string, settings: unknown): number {
  if (!/^[1-9]\d{2,8}$/.test(id)) throw new TypeError(`proxmoxHandlers: expected ${VMID}, got ${JSON.stringify(id)}`)
  hold(proxmoxMemberOptions, settings, `proxmoxHandlers: ${id}`)
  return Number(id)
}

/** The place that a key of the fleet, "namespace/name" or "name", is. Throws TypeError. */
export function checkKubevirtMember(id: string, settings: unknown): { namespace: string; name: string } {
  const parts = id.split('/')
  if (parts.length > 2 || !parts.every(part => label.safeParse(part).success)) {
    const expected = 'the name of a VM in lower case, or "namespace/name"'
    throw new TypeError(`kubevirtHandlers: expected ${expected}, got ${JSON.stringify(id)}`)
  }
  hold(kubevirtMemberOptions, settings, `kubevirtHandlers: ${id}`)
  const [name = '', namespace = 'default'] = parts.reverse()
  return { namespace, name }
}

function hold(schema: z.ZodType, given: unknown, what: string): void {
  const data = toScenarioData(given)
  const result = schema.safeParse(data)
  if (!result.success) refuse(explain(result.error.issues, data), what)
}

/** Throws TypeError where there is anything to tell. */
function refuse(findings: readonly Finding[], what: string): void {
  const lines = findings.map(({ path, expected, got, hint }) => {
    const where = path.length === 0 ? what : `${what}: ${formatPath(path)}`
    return `${where}: expected ${expected}, got ${got}.${hint === undefined ? '' : ` ${hint}`}`
  })
  if (lines.length > 0) throw new TypeError(lines.join('\n'))
}
