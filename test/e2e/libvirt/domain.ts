import { domainXml } from './domain-xml.js'
import type { Libvirtd } from './libvirtd.js'

export interface DomainChoices {
  readonly name: string
  readonly emulator: string
  /** The text of a scenario file. */
  readonly scenario: string
  /** More of what mockvm reads from its environment. */
  readonly env?: Readonly<Record<string, string>>
  /** More of its XML's <devices>. */
  readonly devices?: string
  /** Whether to wait until libvirt knows of the agent; true without it. */
  readonly hasAgent?: boolean
}

/** Defines a domain and starts it; its clock jumps to what is due next. */
export async function startDomain(daemon: Libvirtd, choices: DomainChoices): Promise<void> {
  const { name, emulator, devices = '' } = choices
  const env = {
    MOCKVM_SCENARIO: daemon.write(`${name}.yaml`, choices.scenario),
    MOCKVM_SEED: '7',
    MOCKVM_CLOCK: 'auto',
    ...choices.env,
  }
  await daemon.virsh.print('define', daemon.write(`${name}.xml`, domainXml({ name, emulator, env, devices })))
  await daemon.virsh.print('start', name)
  if (choices.hasAgent ?? true) await untilAgent(daemon, name)
}

/** Waits until libvirt has heard that the guest has opened its port. */
export async function untilAgent(daemon: Libvirtd, name: string, state = 'connected'): Promise<void> {
  await daemon.virsh.until(['dumpxml', name], ({ stdout }) => stdout.includes(`state='${state}'`))
}

/** The scenario of a Debian with four vCPUs, three of which can go offline, and an agent of a version. */
export function debian(agentVersion: string, more = ''): string {
  return `extends: debian-12
agent: { version: ${agentVersion} }
clock: { now: 2026-01-01T00:00:00Z }
vcpus:
  - { online: true, canOffline: false }
  - { online: true, canOffline: true }
  - { online: true, canOffline: true }
  - { online: true, canOffline: true }
${more}`
}
