/** The shapes in which the calls fail, each in both formats. */
import { describe, expect, test } from 'vitest'
import type { ScenarioInput } from '../../../../src/index.js'
import type { Answer } from '../ask.js'
import { AGENT, asked, hostOf } from './agent.js'
import { CALLS, NO_CALLS, PARAMETERS } from './each-call.js'

const HEADERS = expect.objectContaining({ 'content-type': 'application/json;charset=UTF-8' })

interface Failure {
  readonly status: number
  readonly message: string
  readonly errors?: Readonly<Record<string, string>>
}

function expectJson(answer: Answer, { status, message, errors }: Failure): void {
  const text = JSON.stringify({ data: null, errors, message })
  expect(answer).toEqual({ status, reason: message.trimEnd(), headers: HEADERS, text, body: JSON.parse(text) })
}

/** Of the web interface: the status is in the body. */
function expectExtjs(answer: Answer, { status, message, errors }: Failure): void {
  const text = JSON.stringify({ data: null, errors, message, status, success: 0 })
  expect(answer).toEqual({ status: 200, reason: 'OK', headers: HEADERS, text, body: JSON.parse(text) })
}

describe.each(CALLS)('$method $name', ({ method, name, asked: given = {}, command }) => {
  async function expectFailing(scenario: ScenarioInput, failure: Failure, params = given.params ?? {}) {
    const hosts = [await hostOf(scenario), await hostOf(scenario)] as const
    expectJson(await hosts[0].ask(method, name, { params }), failure)
    expectExtjs(await hosts[1].ask(method, name, { params, format: 'extjs' }), failure)
    return hosts.flatMap(({ vm }) => asked(vm))
  }

  const failing = (fault: object): ScenarioInput => ({
    extends: 'debian-12',
    // The first ping of two only asks whether there is an agent.
    faults: [{ on: command, ...(name === 'ping' && { nth: 2 }), ...fault }],
  })

  test('without an agent', async () => {
    const message = 'QEMU guest agent is not running\n'
    await expectFailing({ extends: 'debian-12', agent: { running: false } }, { status: 500, message })
  })

  test('with what it does not know, and asks the agent for nothing', async () => {
    const errors = { more: 'property is not defined in schema and the schema does not allow additional properties' }
    const message = 'Parameter verification failed.\n'
    const params = { ...given.params, more: 1 }
    expect(await expectFailing({ extends: 'debian-12' }, { status: 400, message, errors }, params)).toEqual([])
  })

  test('where the agent does not answer', async () => {
    const message = `VM 100 qga command '${command}' failed - got timeout\n`
    await expectFailing(failing({ hang: true }), { status: 500, message })
  })

  if (name !== '' && name in PARAMETERS) {
    test("with an error of the agent's", async () => {
      await expectFailing(failing({ error: 'It failed' }), { status: 500, message: 'Agent error: It failed\n' })
    })
  } else {
    test("with an error of the agent's, which is a success", async () => {
      const { ask } = await hostOf(failing({ error: 'It failed' }))
      const { status, reason, body } = await ask(method, name, { ...given, format: 'extjs' })
      const error = { class: 'GenericError', desc: 'It failed' }
      expect([status, reason, body]).toEqual([200, 'OK', { data: { result: { error } }, success: 1 }])
    })
  }
})

test.each(NO_CALLS)('$method $name is no call', async ({ method, name }) => {
  const { ask } = await hostOf()
  const message = `Method '${method} ${AGENT}${name === '' ? '' : `/${name}`}' not implemented`
  expectJson(await ask(method, name), { status: 501, message })
  expectExtjs(await ask(method, name, { format: 'extjs' }), { status: 501, message })
})
