/** How long a test waits for a guest: createVm, listen, connect, first reply; in one process, warm. */
import { createVm } from '../dist/index.js'
import { LineClient } from './client.mjs'
import { summary } from './statistics.mjs'

/** In milliseconds. */
export async function measureStartUp(rounds) {
  const took = []
  for (let round = -20; round < rounds; round++) {
    const start = performance.now()
    const vm = await createVm()
    const { path } = await vm.listen()
    const client = await LineClient.open(path)
    await client.ask({ execute: 'guest-ping' })
    if (round >= 0) took.push(performance.now() - start)
    client.close()
    await vm.close()
  }
  return summary(took)
}
