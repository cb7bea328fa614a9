/** A process that holds as many idle guests as its argument says, and prints its resident memory in bytes. */
import { createVm } from '../dist/index.js'

const count = Number(process.argv[2])
const vms = []
for (let number = 0; number < count; number++) {
  const vm = await createVm()
  await vm.listen()
  await vm.call('guest-ping')
  vms.push(vm)
}
globalThis.gc()
console.log(process.memoryUsage.rss())
for (const vm of vms) await vm.close()
