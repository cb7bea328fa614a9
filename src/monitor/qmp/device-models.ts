/** The devices that QEMU 7.2 knows by name, vCPUs apart: whether a name is wrong, or only not simulated. */
const NAMES =
  'AC97 AMDVI-PCI ES1370 ICH9-LPC ICH9-SMB PIIX3 PIIX3-xen PIIX4_PM VGA acpi-erst acpi-ged acpi-ged-x86 adlib ' +
  'am53c974 amd-iommu apic ati-vga base-xhci bochs-display ccid-card-emulated ccid-card-passthru cfi.pflash01 ' +
  'cirrus-vga cpu-cluster cs4231a ctucan_pci cxl-downstream cxl-rp cxl-type3 cxl-upstream dc390 e1000 e1000-82544gc ' +
  'e1000-82545em e1000e edu esp floppy fw_cfg_io fw_cfg_mem generic-sdhci gpex-pcihost gpex-root gpio_i2c guest- ' +
  'loader gus hda-duplex hda-micro hda-output hpet hv-syndbg hyperv-synic hyperv-testdev i2c-ddc i440FX i440FX- ' +
  'pcihost i6300esb i8042 i8042-mmio i82550 i82551 i82557a i82557b i82557c i82558a i82558b i82559a i82559b i82559c ' +
  'i82559er i82562 i8257 i82801 i82801b11-bridge ib700 ich9-ahci ich9-intel-hda ich9-usb-ehci1 ich9-usb-ehci2 ' +
  'ich9-usb-uhci1 ich9-usb-uhci2 ich9-usb-uhci3 ich9-usb-uhci4 ich9-usb-uhci5 ich9-usb-uhci6 ide-cd ide-hd imx- ' +
  'usdhc imx.usbphy intel-hda intel-iommu ioapic ioh3420 ipmi-bmc-extern ipmi-bmc-sim ipoctal232 isa-applesmc isa- ' +
  'cirrus-vga isa-debug-exit isa-debugcon isa-fdc isa-i8259 isa-ide isa-ipmi-bt isa-ipmi-kcs isa-parallel isa-pcspk ' +
  'isa-pit isa-serial isa-vga isabus-bridge ivshmem-doorbell ivshmem-plain kvaser_pci kvm-apic kvm-i8259 kvm-ioapic ' +
  'kvm-pit kvmclock kvmvapic loader lsi53c810 lsi53c895a mc146818rtc mch megasas megasas-gen2 migration ' +
  'mioe3680_pci mptsas1068 ne2k_isa ne2k_pci nec-usb-xhci nvdimm nvme nvme-ns nvme-subsys pc-dimm pc-testdev pci- ' +
  'bridge pci-bridge-seat pci-ipmi-bt pci-ipmi-kcs pci-ohci pci-serial pci-serial-2x pci-serial-4x pci-testdev ' +
  'pcie-pci-bridge pcie-root-port pcm3680_pci pcnet piix3-ide piix3-usb-uhci piix4-ide piix4-usb-uhci port92 ' +
  'ps2-kbd ps2-mouse pvpanic pvpanic-pci pvrdma pvscsi pxb pxb-cxl pxb-cxl-host pxb-host pxb-pcie q35-pcihost qemu- ' +
  'xhci qxl qxl-vga ramfb remote-pcihost rocker rtl8139 s3c-sdhci sb16 scsi-block scsi-cd scsi-generic scsi-hd sd- ' +
  'card sdhci-pci secondary-vga serial serial-mm sga sgx-epc smbus-eeprom smbus-ipmi sysbus-ahci sysbus-esp sysbus- ' +
  'ohci sysbus-xhci tpci200 tpm-crb tpm-tis tulip u2f-passthru usb-audio usb-bot usb-braille usb-ccid usb-ehci usb- ' +
  'host usb-hub usb-kbd usb-mouse usb-mtp usb-net usb-redir usb-serial usb-storage usb-tablet usb-uas usb-wacom- ' +
  'tablet vfio-pci vfio-pci-igd-lpc-bridge vfio-pci-nohotplug vhost-scsi vhost-scsi-pci vhost-scsi-pci-non- ' +
  'transitional vhost-scsi-pci-transitional vhost-user-blk vhost-user-blk-pci vhost-user-blk-pci-non-transitional ' +
  'vhost-user-blk-pci-transitional vhost-user-fs-device vhost-user-fs-pci vhost-user-gpio-device vhost-user-gpio- ' +
  'pci vhost-user-gpu vhost-user-gpu-pci vhost-user-i2c-device vhost-user-i2c-pci vhost-user-input vhost-user- ' +
  'input-pci vhost-user-rng vhost-user-rng-pci vhost-user-scsi vhost-user-scsi-pci vhost-user-scsi-pci-non- ' +
  'transitional vhost-user-scsi-pci-transitional vhost-user-vga vhost-user-vsock-device vhost-user-vsock-pci vhost- ' +
  'user-vsock-pci-non-transitional vhost-vsock-device vhost-vsock-pci vhost-vsock-pci-non-transitional virtconsole ' +
  'virtio-9p-device virtio-9p-pci virtio-9p-pci-non-transitional virtio-9p-pci-transitional virtio-balloon-device ' +
  'virtio-balloon-pci virtio-balloon-pci-non-transitional virtio-balloon-pci-transitional virtio-blk-device virtio- ' +
  'blk-pci virtio-blk-pci-non-transitional virtio-blk-pci-transitional virtio-crypto-device virtio-crypto-pci ' +
  'virtio-gpu-device virtio-gpu-gl-pci virtio-gpu-pci virtio-input-host-device virtio-input-host-pci virtio-iommu- ' +
  'device virtio-iommu-pci virtio-keyboard-device virtio-keyboard-pci virtio-mem virtio-mem-pci virtio-mmio virtio- ' +
  'mouse-device virtio-mouse-pci virtio-net-device virtio-net-pci virtio-net-pci-non-transitional virtio-net-pci- ' +
  'transitional virtio-pmem virtio-pmem-pci virtio-rng-device virtio-rng-pci virtio-rng-pci-non-transitional ' +
  'virtio-rng-pci-transitional virtio-scsi-device virtio-scsi-pci virtio-scsi-pci-non-transitional virtio-scsi-pci- ' +
  'transitional virtio-serial-device virtio-serial-pci virtio-serial-pci-non-transitional virtio-serial-pci- ' +
  'transitional virtio-tablet-device virtio-tablet-pci virtio-vga virtio-vga-gl virtserialport vmbus-bridge ' +
  'vmcoreinfo vmgenid vmmouse vmport vmware-svga vmxnet3 x-pci-proxy-dev x3130-upstream xio3130-downstream'

const MODELS: ReadonlySet<string> = new Set(NAMES.split(' '))

export function isDeviceModel(name: string): boolean {
  return MODELS.has(name)
}
