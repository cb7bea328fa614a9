import fc from 'fast-check'
import { expect, test } from 'vitest'
import { connect, monitorHost, settled } from './host.js'

const REQUESTS = [
  '{"execute": "query-status", "id": 1}\n',
  '{"execute": "query-name"}',
  '{"execute": "nope", "id": [true, null, {"a": "é"}]}\r\n',
  '{"execute": "qom-get", "arguments": {"path": "/machine", "property": "type"}}',
  '{"execute": "device_del", "arguments": {"id": 1}} ',
  '[1, 2]\n',
  'nope\n',
  '\xff',
  "{'execute': 'query-uuid', 'id': 'it\\'s'}\n",
  '{"execute": "stop"}{"execute": "cont"}\n',
]

test('wherever the bytes are cut, what comes of them is the same', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...REQUESTS), { minLength: 1, maxLength: 8 }),
      fc.array(fc.nat({ max: 40 }), { maxLength: 20 }),
      async (requests, sizes) => {
        const { vm, host } = await monitorHost()
        await using _ = vm
        const whole = await connect(vm)
        const bytes = requests.join('')
        let rest = bytes
        for (const size of sizes) {
          host.stream.write(rest.slice(0, size), 'latin1')
          rest = rest.slice(size)
          await settled()
        }
        const cut = await host.ask(rest)
        whole.take()
        expect(cut).toBe(await whole.ask(bytes))
      },
    ),
    { numRuns: 60 },
  )
})

test('no bytes whatever end the connection, or pass for a failure of ours', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(fc.constantFrom(...REQUESTS), fc.string({ unit: 'binary' })), { maxLength: 10 }),
      async parts => {
        const { vm, host } = await monitorHost()
        await using _ = vm
        const read = await host.ask(Buffer.from(parts.join('')).toString('latin1'))
        expect(read).not.toContain('mockvm: internal error')
        // The byte 0xFF ends whatever is half read.
        expect(await host.ask('\xff{"execute": "query-name", "id": "last"}\n')).toContain(
          '{"return": {}, "id": "last"}\r\n',
        )
        expect(host.ended).toBe(false)
      },
    ),
    { numRuns: 60 },
  )
})
