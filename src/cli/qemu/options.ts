/** The options of qemu-system-x86_64 7.2, without their dash. */

const FLAGS = words(`
  S async-teardown audio-help daemonize enable-kvm enable-sync-profile full-screen h help mem-prealloc no-acpi
  no-fd-bootchk no-hpet no-reboot no-shutdown no-user-config nodefaults nographic old-param only-migratable
  portrait preconfig s semihosting singlestep snapshot usb version win2k-hack xen-attach xen-domid-restrict
`)

const WITH_ARGUMENT = words(`
  D L M accel acpitable action add-fd append audio audiodev bios blockdev boot cdrom chardev chroot compat cpu
  d debugcon device dfilter display drive dtb dump-vmstate echr fda fdb fsdev fw_cfg g gdb global hda hdb hdc
  hdd icount incoming initrd iscsi k kernel loadvm m machine mem-path mon monitor msg mtdblock name net netdev
  nic numa object option-rom overcommit parallel pflash pidfile plugin prom-env qmp qmp-pretty qtest qtest-log
  readconfig rotate rtc runas sandbox sd seed semihosting-config serial set smbios smp spice tpmdev trace
  usbdevice uuid vga virtfs vnc watchdog-action xen-domid
`)

/** Ours: whose guest it is. */
export const OWN_OPTION = 'mockvm'

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/)
}

const ALIASES: Readonly<Record<string, string>> = { h: 'help', M: 'machine' }

/** What an option is called whose name may be an alias; undefined for what is none. */
export function findOption(name: string): { readonly name: string; readonly takesArgument: boolean } | undefined {
  const takesArgument = WITH_ARGUMENT.includes(name) || name === OWN_OPTION
  if (!takesArgument && !FLAGS.includes(name)) return undefined
  return { name: ALIASES[name] ?? name, takesArgument }
}
