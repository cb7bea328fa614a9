import { describe, expect, test } from 'vitest'
import { layerOfText } from '../../src/scenario/layer.js'
import { load, refusal } from './vocabulary.js'

/** What is said of a file of that text: by the schema, or by the checks of the whole, which know no lines here. */
function refused(text: string): string {
  return refusal(() => load(layerOfText(text, 'demo.yaml').data))
}

describe('a mistake in fault rules, the time line or the agent is told with what was expected, what came and how to mend it', () => {
  test.each([
    [
      'faults: [{ on: guest-pong, delay: 1s }]',
      'scenario object  faults[0].on: expected the name of a command, or a pattern with *, got "guest-pong". Did you mean "guest-ping"?',
    ],
    [
      'faults: [{ on: guest-foo-*, delay: 1s }]',
      'scenario object  faults[0].on: expected a pattern that a command fits, got "guest-foo-*".',
    ],
    [
      'faults: [{ on: [guest-ping, query-status], delay: 1s }]',
      'scenario object  faults[0].on[1]: expected the name of a command, or a pattern with *, got "query-status". Rules are for the agent\'s commands; QEMU\'s monitor takes none.',
    ],
    [
      'faults: [{ on: query-*, delay: 1s }]',
      'scenario object  faults[0].on: expected a pattern that a command fits, got "query-*". Rules are for the agent\'s commands; QEMU\'s monitor takes none.',
    ],
    [
      'faults: [{ on: guest-ping }]',
      'demo.yaml:1:10  faults[0]: expected something that the rule does, got nothing that it does. Known: delay, hang, error, return, exhaust, crash, deaf, portClosed, drop, bytes, truncate, garbage, duplicate, reorder, stale, crlf, chunks, bandwidth, disconnect, reset.',
    ],
    [
      'faults: [{ dely: 1s }]',
      'demo.yaml:1:12  faults[0].dely: expected a known key, got "dely". Did you mean "delay"?',
    ],
    [
      'faults: [{ delay: soon }]',
      'demo.yaml:1:19  faults[0].delay: expected a duration: text such as "3s" or "1h30m", or nanoseconds, got "soon". Units: ns us ms s m h d.',
    ],
    [
      'faults: [{ delay: -1s }]',
      'demo.yaml:1:19  faults[0].delay: expected a duration: text such as "3s" or "1h30m", or nanoseconds, got "-1s". Units: ns us ms s m h d.',
    ],
    [
      'faults: [{ delay: { from: 3s, to: 1s } }]',
      'scenario object  faults[0].delay: expected the smaller one first, and no less after it, got from 3s, to 1s.',
    ],
    [
      'faults: [{ delay: { p50: 3s, p99: 1s } }]',
      'scenario object  faults[0].delay: expected the smaller one first, and no less after it, got p50 3s, p99 1s.',
    ],
    [
      'faults: [{ delay: { p150: 3s } }]',
      'demo.yaml:1:19  faults[0].delay: expected a duration, { from, to }, { mean, deviation } or { p50: …, p99: … }, got a map. Percentiles go from p0 to p100.',
    ],
    [
      'faults: [{ delay: {} }]',
      'demo.yaml:1:19  faults[0].delay: expected a duration, { from, to }, { mean, deviation } or { p50: …, p99: … }, got an empty map.',
    ],
    [
      'faults: [{ delay: { mean: 1s } }]',
      'demo.yaml:1:19  faults[0].delay: expected a duration, { from, to }, { mean, deviation } or { p50: …, p99: … }, got a map. Percentiles go from p0 to p100.',
    ],
    [
      'faults: [{ probability: 30, drop: true }]',
      'demo.yaml:1:25  faults[0].probability: expected a probability from 0 to 1, got 30.',
    ],
    ['faults: [{ nth: 0, drop: true }]', 'demo.yaml:1:17  faults[0].nth: expected an integer from 1, got 0.'],
    ['faults: [{ every: 0, drop: true }]', 'demo.yaml:1:19  faults[0].every: expected an integer from 1, got 0.'],
    ['faults: [{ times: -1, drop: true }]', 'demo.yaml:1:19  faults[0].times: expected an integer from 1, got -1.'],
    [
      'faults: [{ after: 2.5, drop: true }]',
      'demo.yaml:1:19  faults[0].after: expected an integer from 0 to 1000000000, got 2.5.',
    ],
    ['faults: [{ chunks: 0 }]', 'demo.yaml:1:20  faults[0].chunks: expected a number of bytes from 1, got 0.'],
    [
      'faults: [{ chunks: { size: [9, 3] } }]',
      'scenario object  faults[0].chunks.size: expected the smaller one first, and no less after it, got [9, 3].',
    ],
    [
      'faults: [{ chunks: { sizes: 3 } }]',
      'demo.yaml:1:20  faults[0].chunks.size: expected a number of bytes, or [least, most], got nothing.\ndemo.yaml:1:22  faults[0].chunks.sizes: expected a known key, got "sizes". Did you mean "size"?',
    ],
    [
      'faults: [{ bandwidth: 0 }]',
      'scenario object  faults[0].bandwidth: expected at least 1 byte a second, got 0. drop loses all.',
    ],
    [
      'faults: [{ crash: later }]',
      'demo.yaml:1:19  faults[0].crash: expected before, during, after, or { when, restart }, got "later".',
    ],
    [
      'faults: [{ crash: { when: during, restart: x } }]',
      'demo.yaml:1:44  faults[0].crash.restart: expected a duration: text such as "3s" or "1h30m", or nanoseconds, got "x". Units: ns us ms s m h d.',
    ],
    [
      'faults: [{ hang: false }]',
      'demo.yaml:1:18  faults[0].hang: expected true, got false. Leave the line out for no.',
    ],
    [
      'faults: [{ hang: true, direction: request }]',
      'demo.yaml:1:10  faults[0]: expected no direction beside what the agent itself does, got direction and hang. Leave direction out.',
    ],
    [
      'faults: [{ stale: true, direction: request }]',
      'demo.yaml:1:10  faults[0]: expected stale and reorder on replies, got direction request. Leave direction out.',
    ],
    [
      'faults: [{ error: 12 }]',
      'demo.yaml:1:19  faults[0].error: expected the text of the error, or { class, desc, run }, got 12.',
    ],
    [
      'faults: [{ error: { class: Foo, desc: x } }]',
      'demo.yaml:1:28  faults[0].error.class: expected one of GenericError, CommandNotFound, got "Foo".',
    ],
    [
      'faults: [{ error: x, return: 1 }]',
      'demo.yaml:1:10  faults[0]: expected at most one of the keys error, return, got error and return.',
    ],
    [
      'faults: [{ garbage: "é→" }]',
      'demo.yaml:1:21  faults[0].garbage: expected text of characters up to \\xff, one a byte, got "é→".',
    ],
    [
      'faults: [{ garbage: { befor: x } }]',
      'demo.yaml:1:23  faults[0].garbage.befor: expected a known key, got "befor". Did you mean "before"?',
    ],
    ['faults: [{ duplicate: 1 }]', 'demo.yaml:1:23  faults[0].duplicate: expected an integer from 2 to 1000, got 1.'],
    [
      'faults: [{ direction: sideways, drop: true }]',
      'demo.yaml:1:23  faults[0].direction: expected one of request, reply, got "sideways".',
    ],
    [
      'faults: [{ while: { forzen: true }, drop: true }]',
      'demo.yaml:1:21  faults[0].while.forzen: expected a known key, got "forzen". Did you mean "frozen"?',
    ],
    [
      'faults: [{ while: { uptime: { from: 2s, to: 1s } }, drop: true }]',
      'scenario object  faults[0].while.uptime: expected the smaller one first, and no less after it, got from 2s, to 1s.',
    ],
    ['faults: [{ exhaust: disk }]', 'demo.yaml:1:21  faults[0].exhaust: expected one of cpu, memory, got "disk".'],
    [
      'faults: [{ portClosed: false }]',
      'demo.yaml:1:24  faults[0].portClosed: expected true, or a duration, got false.',
    ],
    [
      'faults: [{ deaf: soon }]',
      'demo.yaml:1:18  faults[0].deaf: expected a duration: text such as "3s" or "1h30m", or nanoseconds, got "soon". Units: ns us ms s m h d.',
    ],
    [
      'faults: [{ nth: [], drop: true }]',
      'demo.yaml:1:17  faults[0].nth: expected a list of integers from 1, got an empty list.',
    ],
    [
      'faults: [{ on: [], drop: true }]',
      'demo.yaml:1:16  faults[0].on: expected a list of command names, got an empty list.',
    ],
    [
      'faults: [{ disconnect: later }]',
      'demo.yaml:1:24  faults[0].disconnect: expected one of before, during, after, got "later".',
    ],
    [
      'faults: [{ bytes: "€" }]',
      'demo.yaml:1:19  faults[0].bytes: expected text of characters up to \\xff, one a byte, got "€".',
    ],
    ['faults: [{ truncate: 1.5 }]', 'demo.yaml:1:22  faults[0].truncate: expected a number of bytes, got 1.5.'],
    [
      'faults: [{ where: guest, drop: true }]',
      'demo.yaml:1:19  faults[0].where: expected a map of arguments, got "guest".',
    ],
    [
      'timeline: [{ at: 1s, do: { faults: { add: [] } } }]',
      'demo.yaml:1:43  timeline[0].do.faults.add: expected a fault rule, or a list of them, got an empty list.',
    ],
    [
      'timeline: [{ at: 1s, do: { faults: { release: false } } }]',
      'demo.yaml:1:47  timeline[0].do.faults.release: expected true, or the name of a rule, got false.',
    ],
    [
      'timeline: [{ when: { power: on }, do: { vm: pause } }]',
      'demo.yaml:1:29  timeline[0].when.power: expected one of running, shutting-down, rebooting, booting, off, halted, suspended-ram, suspended-disk, panicked, got "on".',
    ],
    [
      'timeline: [{ at: 1s, do: { client: leave } }]',
      'demo.yaml:1:36  timeline[0].do.client: expected one of disconnect, reset, got "leave".',
    ],
    ['faults: { drop: true }', 'demo.yaml:1:9  faults: expected a list of fault rules, got a map.'],
    [
      'faults: [{ name: a, drop: true }, { name: a, drop: true }]',
      'scenario object  faults[1].name: expected a name of its own, got "a" a second time.',
    ],
    [
      'timeline: [{ at: 1s }]',
      'demo.yaml:1:12  timeline[0].do: expected an action such as { agent: restart }, or a list of them, got nothing.',
    ],
    [
      'timeline: [{ do: { vm: pause } }]',
      'demo.yaml:1:12  timeline[0]: expected exactly one of the keys at, every, when, got none of them.',
    ],
    [
      'timeline: [{ at: 1s, every: 2s, do: { vm: pause } }]',
      'demo.yaml:1:12  timeline[0]: expected exactly one of the keys at, every, when, got at and every.',
    ],
    [
      'timeline: [{ at: 1s, do: { vm: pause, agent: stop } }]',
      'demo.yaml:1:26  timeline[0].do: expected exactly one of the keys agent, vm, port, client, visitor, time, filesystems, addresses, files, remove, interfaces, services, login, logout, log, faults, wait, note, got agent and vm.',
    ],
    [
      'timeline: [{ at: 1s, do: [] }]',
      'demo.yaml:1:26  timeline[0].do: expected an action such as { agent: restart }, or a list of them, got an empty list.',
    ],
    [
      'timeline: [{ at: 1s, do: pause }]',
      'demo.yaml:1:26  timeline[0].do: expected an action such as { agent: restart }, or a list of them, got "pause".',
    ],
    [
      'timeline: [{ at: 1s, do: { agent: explode } }]',
      'demo.yaml:1:35  timeline[0].do.agent: expected one of start, stop, restart, crash, deaf, listen, got "explode".',
    ],
    [
      'timeline: [{ at: 1s, times: 2, do: { vm: pause } }]',
      'demo.yaml:1:12  timeline[0]: expected times beside every or when, got times beside at.',
    ],
    [
      'timeline: [{ at: 1s, wait: 2s, do: { vm: pause } }]',
      'demo.yaml:1:12  timeline[0]: expected wait beside when, got wait without when. With at, add it to the time.',
    ],
    [
      'timeline: [{ every: 0, do: { vm: pause } }]',
      'scenario object  timeline[0].every: expected at least 1ms, got 0.',
    ],
    [
      'timeline: [{ when: { reqest: guest-ping }, do: { vm: pause } }]',
      'demo.yaml:1:22  timeline[0].when.reqest: expected a known key, got "reqest". Did you mean "request"?',
    ],
    [
      'timeline: [{ when: { request: guest-pong }, do: { vm: pause } }]',
      'scenario object  timeline[0].when.request: expected the name of a command, or a pattern with *, got "guest-pong". Did you mean "guest-ping"?',
    ],
    [
      'timeline: [{ when: { reply: system_reset }, do: { vm: pause } }]',
      'scenario object  timeline[0].when.reply: expected the name of a command, or a pattern with *, got "system_reset". The time line waits for the agent\'s commands, not for those of QEMU\'s monitor.',
    ],
    [
      'timeline: [{ at: 1s, do: { addresses: { eth9: [10.0.0.1/8] } } }]',
      'scenario object  timeline[0].do.addresses.eth9: expected an interface of the guest: lo, got "eth9".',
    ],
    [
      'timeline: [{ at: 1s, do: { addresses: { lo: [10.0.0.1] } } }]',
      'demo.yaml:1:46  timeline[0].do.addresses.lo[0]: expected an address with its prefix such as 192.168.122.10/24 or fe80::1/64, got "10.0.0.1".',
    ],
    [
      'timeline: [{ at: 1s, do: { addresses: { lo: ["fe80::1%2/64"] } } }]',
      'scenario object  timeline[0].do.addresses.lo[0]: expected an address without a scope, which Windows alone tells, got "fe80::1%2/64".',
    ],
    [
      'timeline: [{ at: 1s, do: { addresses: { lo: [10.0.0.999/8] } } }]',
      'scenario object  timeline[0].do.addresses.lo[0]: expected an address with its prefix such as 192.168.122.10/24 or fe80::1/64, got "10.0.0.999/8".',
    ],
    [
      'timeline: [{ at: 1s, do: { faults: { add: { on: guest-pong, drop: true } } } }]',
      'scenario object  timeline[0].do.faults.add.on: expected the name of a command, or a pattern with *, got "guest-pong". Did you mean "guest-ping"?',
    ],
    [
      'timeline: [{ at: 1s, do: { faults: { add: {} } } }]',
      'demo.yaml:1:43  timeline[0].do.faults.add: expected something that the rule does, got nothing that it does. Known: delay, hang, error, return, exhaust, crash, deaf, portClosed, drop, bytes, truncate, garbage, duplicate, reorder, stale, crlf, chunks, bandwidth, disconnect, reset.',
    ],
    [
      'timeline: [{ at: 1s, do: { faults: {} } }]',
      'demo.yaml:1:36  timeline[0].do.faults: expected exactly one of the keys add, remove, reset, release, got none of them.',
    ],
    [
      'timeline: [{ at: 1s, do: { time: { by: soon } } }]',
      'demo.yaml:1:40  timeline[0].do.time.by: expected a duration with a sign, such as "-90s", got "soon". Units: ns us ms s m h d.',
    ],
    [
      'timeline: [{ at: 1s, do: { visitor: { sned: x } } }]',
      'demo.yaml:1:39  timeline[0].do.visitor.sned: expected a known key, got "sned". Did you mean "send"?',
    ],
    ['agent: { running: no }', 'demo.yaml:1:19  agent.running: expected true or false, got "no".'],
    [
      'agent: { transport: unix-listen, port: firmware }',
      'scenario object  agent.port: expected no port beside the transport unix-listen, got firmware. With unix-listen the agent holds the socket itself. Leave port out.',
    ],
  ])('%s', (text, error) => {
    expect(refused(text)).toBe(error)
  })
})
