// A script of the host runs in the guest: a real command line, on the guest's own files and clock.
import { createVm } from 'mockvm'

const vm = await createVm({ scenario: 'debian-12' })
const line =
  'for unit in ssh cron nginx; do echo "$unit: $(systemctl is-active $unit)"; done | sort > /run/units; cat /run/units'
const { pid } = await vm.call('guest-exec', { path: '/bin/sh', arg: ['-c', line], 'capture-output': true })
const status = await vm.call('guest-exec-status', { pid })
for (const stream of ['out-data', 'err-data']) process.stdout.write(Buffer.from(status[stream] ?? '', 'base64'))
await vm.close()
process.exitCode = Number(status.exitcode)
