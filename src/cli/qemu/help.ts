import type { Early } from './command-line.js'
import { ACCELERATOR_HELP, MACHINE_HELP } from './machine.js'

/** The QEMU whose command line this is, as tools look for it in the first line of -version. */
const FIRST_LINE = 'QEMU emulator version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18+b3)'

/** What is printed and be done with; `program`: what it was called. */
export function answer(early: Early, program: string, version: string): string {
  switch (early) {
    case 'version':
      return `${FIRST_LINE}\nmockvm ${version}, which simulates it\n`
    case 'help':
      return `${FIRST_LINE}\nusage: ${program} [options] [disk_image]\n${HELP}`
    case 'machines':
      return MACHINE_HELP
    case 'accelerators':
      return ACCELERATOR_HELP
    case 'log items':
      return 'Log items: any, such as unimp. They all list what is accepted and not simulated.\n'
  }
}

const HELP = `
Serves the monitor and the guest agent of a QEMU process that isn't there. All options of qemu-system-x86_64 7.2
are accepted. These do something:

  -chardev socket,id=ID,…     a socket: path=, host= and port=, fd=, server=, wait=, reconnect=, abstract=
  -device virtserialport,…    name=org.qemu.guest_agent.0,chardev=ID is where the guest agent answers
  -qmp, -qmp-pretty, -mon     a monitor
  -monitor                    says that it is not simulated
  -name, -uuid, -m, -smp, -machine, -accel, -rtc, -global PIIX4_PM.disable_s3=1
  -S, -no-shutdown, -no-reboot, -action, -device pvpanic
  -pidfile, -daemonize, -msg, -D, -d
  -d ITEMS                    lists what is accepted and not simulated

Of mockvm's own:
  -mockvm KEY=VALUE,…         scenario, seed, clock, trace, control, agent-version, set; or in the environment
                              MOCKVM_SCENARIO, MOCKVM_SEED, MOCKVM_CLOCK, MOCKVM_TRACE, MOCKVM_CONTROL,
                              MOCKVM_AGENT_VERSION, MOCKVM_SET
`
