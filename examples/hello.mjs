// A client asks over the real socket, the guest answers as qemu-ga would.
import { connect } from 'node:net'
import { createVm } from 'mockvm'

const vm = await createVm()
const { path } = await vm.listen()
const client = connect(path, () => client.write('{"execute": "guest-get-host-name"}'))
client.once('data', reply => {
  process.stdout.write(reply)
  client.end()
  vm.close()
})
