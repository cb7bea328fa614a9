/** What the control socket answers: one line in, one line of JSON out. */
import type { PlainJson } from '../json/plain.js'
import type { ActionInput } from '../scenario/actions.js'
import { ScenarioError } from '../scenario/error.js'
import { describeValue, isMap } from '../scenario/path.js'
import { parseText } from '../scenario/source-text.js'
import type { Vm } from '../vm.js'

/**
 * A request is YAML, and so may be JSON, in one line:
 *
 * - `report`: the table of the fault rules; `rules`: the same as data; `status`: how the VM is
 * - `advance: 30s`: moves a clock of mode manual
 * - an action of the time line, or a list of them: `vm: pause`, `[{ port: closed }, { wait: 5s }, { port: open }]`
 *
 * The answer is `{"ok": …}` or `{"error": "…"}`.
 */
export function answer(vm: Vm, line: string): string {
  try {
    return JSON.stringify({ ok: carryOut(vm, parseText(line, 'control').data) })
  } catch (error) {
    return JSON.stringify({ error: error instanceof Error ? error.message : String(error) })
  }
}

function carryOut(vm: Vm, request: unknown): PlainJson {
  if (request === 'report') return vm.faults.report()
  if (request === 'rules') return vm.faults.list().map(({ remaining = null, ...rule }) => ({ ...rule, remaining }))
  if (request === 'status') return statusOf(vm)
  if (Array.isArray(request) || (isMap(request) && !('advance' in request))) {
    vm.do(request as ActionInput)
    return true
  }
  if (isMap(request) && Object.keys(request).length === 1) {
    vm.advance(request.advance as string)
    return true
  }
  const keys = isMap(request) ? Object.keys(request).join(' and ') : undefined
  throw new ScenarioError([
    {
      file: 'control',
      path: '',
      expected:
        keys === undefined
          ? 'report, rules, status, "advance: 30s", or an action such as "vm: pause"'
          : 'advance alone',
      got: keys ?? describeValue(request),
    },
  ])
}

function statusOf(vm: Vm): PlainJson {
  const { guest, agent } = vm
  return {
    scenario: vm.name,
    time: guest.clock.now().toString(),
    status: vm.status,
    power: guest.power.state,
    paused: guest.clock.isStopped,
    agent: agent.state,
    frozen: agent.frozen,
  }
}
