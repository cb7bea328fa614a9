/** What the first program costs that needs a shell, in a process that has had none: prints milliseconds. */
import { createVm } from '../dist/index.js'

const vm = await createVm({ scenario: 'debian-12' })
await vm.call('guest-exec', { path: '/bin/true' })
const start = performance.now()
await vm.call('guest-exec', { path: '/bin/sh', arg: ['-c', 'echo hello'], 'capture-output': true })
console.log(performance.now() - start)
await vm.close()
