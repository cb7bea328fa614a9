// An hour in no time: the guest's clock moves when the test says so.
import { createVm } from 'mockvm'

const vm = await createVm({
  scenario: { extends: 'debian-12', programs: [{ match: 'pg_dump --all', stdout: 'dumped\n', after: '1h' }] },
})
const { pid } = await vm.call('guest-exec', { path: 'pg_dump', arg: ['--all'], 'capture-output': true })
console.log(await vm.call('guest-exec-status', { pid }))
vm.advance('1h')
const status = await vm.call('guest-exec-status', { pid })
console.log(status.exitcode, Buffer.from(status['out-data'], 'base64').toString())
await vm.close()
