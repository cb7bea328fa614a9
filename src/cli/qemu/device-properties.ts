/** The properties of the devices that are simulated: what is no property of theirs is refused. */

const DEVICE = 'driver id bus'
const PCI = `${DEVICE} acpi-index addr failover_pair_id multifunction rombar romfile romsize
  x-pcie-extcap-init x-pcie-lnksta-dllla`
const VIRTIO = `any_layout event_idx indirect_desc iommu_platform notify_on_empty packed queue_reset use-disabled-flag
  use-started x-disable-legacy-check`
const SERIAL = 'emergency-write max_ports'
const VIRTIO_PCI = `${PCI} ${VIRTIO} ${SERIAL} aer ats class ioeventfd migrate-extra modern-pio-notify page-per-vq vectors
  virtio-backend virtio-pci-bus-master-bug-migration x-ats-page-aligned x-disable-pcie x-ignore-backend-features
  x-pcie-deverr-init x-pcie-flr-init x-pcie-lnkctl-init x-pcie-pm-init`
const PORT = `${DEVICE} chardev name nr`

const PROPERTIES: Readonly<Record<string, readonly string[]>> = {
  'virtio-serial-pci': words(`${VIRTIO_PCI} disable-legacy disable-modern`),
  'virtio-serial-pci-transitional': words(VIRTIO_PCI),
  'virtio-serial-pci-non-transitional': words(VIRTIO_PCI),
  'virtio-serial-device': words(`${DEVICE} ${VIRTIO} ${SERIAL}`),
  virtserialport: words(PORT),
  virtconsole: words(PORT),
  pvpanic: words(`${DEVICE} events ioport pvpanic[0]`),
  'pvpanic-pci': words(`${PCI} events`),
}

export const SIMULATED_DEVICES: readonly string[] = Object.keys(PROPERTIES)

const ALIASES: Readonly<Record<string, string>> = { 'virtio-serial': 'virtio-serial-pci' }

/** What of these is no property of the device: "virtserialport.nope". Undefined where all are. */
export function unknownProperty(driver: string, given: Iterable<string>): string | undefined {
  const name = ALIASES[driver] ?? driver
  const unknown = [...given].find(key => !PROPERTIES[name]?.includes(key))
  return unknown === undefined ? undefined : `${name}.${unknown}`
}

function words(text: string): readonly string[] {
  return text.split(/\s+/)
}
