import type { HttpExchange } from '../../http/msw.js'
import type { Vm } from '../../vm.js'

/** A line of the VM's time line for each request, so that whoever looks sees what a client was told, and not only the guest. */
export function noteExchange(vm: Vm): (exchange: HttpExchange) => void {
  return ({ method, path, answer }) => {
    if (vm.isClosed) return
    vm.guest.clock.sync()
    const end = answer === undefined ? 'cut off before it had an answer' : `${answer.status} ${answer.reason}`
    vm.note(`${method} ${path}: ${end}`)
  }
}
