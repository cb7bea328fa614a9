export interface DomainOptions {
  readonly name: string
  /** Path of the program in <emulator>. */
  readonly emulator: string
  /** MOCKVM_SCENARIO, MOCKVM_CLOCK, …: what mockvm reads from its environment. */
  readonly env: Readonly<Record<string, string>>
  /** Without it there is no channel for an agent. */
  readonly hasAgentChannel?: boolean
  /** More <devices>. */
  readonly devices?: string
}

/** The least that libvirt starts: no disk, no card, no USB; type qemu, so that it wants no KVM. */
export function domainXml({ name, emulator, env, hasAgentChannel = true, devices = '' }: DomainOptions): string {
  const channel = `
    <channel type='unix'>
      <target type='virtio' name='org.qemu.guest_agent.0'/>
    </channel>`
  const variables = Object.entries(env).map(
    ([key, value]) => `    <qemu:env name='${key}' value='${toAttribute(value)}'/>`,
  )
  return `<domain type='qemu' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
  <name>${name}</name>
  <memory unit='MiB'>256</memory>
  <vcpu>4</vcpu>
  <os><type arch='x86_64' machine='pc'>hvm</type></os>
  <features><acpi/></features>
  <pm><suspend-to-mem enabled='yes'/><suspend-to-disk enabled='yes'/></pm>
  <devices>
    <emulator>${toAttribute(emulator)}</emulator>
    <controller type='usb' model='none'/>
    <memballoon model='none'/>${hasAgentChannel ? channel : ''}
    ${devices}
  </devices>
  <qemu:commandline>
${variables.join('\n')}
  </qemu:commandline>
</domain>
`
}

function toAttribute(text: string): string {
  return text.replace(/[&<>'"]/g, character => `&#${character.charCodeAt(0)};`)
}
