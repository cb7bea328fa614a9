import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type HttpJson, writeHttpJson } from '../../../../src/http/json.js'
import { answer, refusal } from '../../../../src/http/proxmox/answer.js'
import { badParameters, died, PveError, ServerError } from '../../../../src/http/proxmox/error.js'
import { answerOf } from '../ask.js'

const TIME = 1767225600

describe('an answer', () => {
  test.each<['json' | 'extjs', number | undefined, string]>([
    ['json', undefined, '{"data":[1]}'],
    ['extjs', undefined, '{"data":[1],"success":1}'],
    ['json', 5, '{"data":[1],"total":5}'],
    ['extjs', 5, '{"data":[1],"success":1,"total":5}'],
    ['json', 0, '{"data":[1]}'],
  ])('%s, %s in all', async (format, total, text) => {
    expect(await answerOf(answer([1], { format, time: TIME, total }))).toMatchObject({
      status: 200,
      reason: 'OK',
      text,
    })
  })
})

describe('the reason phrase', () => {
  test.each<[string, string]>([
    ['QEMU guest agent is not running\n', 'QEMU guest agent is not running'],
    ['first\nsecond\n', 'first'],
    ['tab\tstays', 'tab\tstays'],
    ['\x00NUL and \x1b escapes go\n', 'NUL and  escapes go'],
    ['of the first line\nno\rmore', 'of the first line'],
    ['é stays, € goes\n', 'é stays,  goes'],
    ['\n', ''],
  ])('%j', async (message, reason) => {
    const response = refusal(new PveError(500, message), { format: 'json', time: TIME })
    expect([response.status, response.statusText]).toEqual([500, reason])
  })

  test('a carriage return in it is taken for the fault of the client', async () => {
    const error = new PveError(500, 'broken\rline\n')
    expect(await answerOf(refusal(error, { format: 'json', time: TIME }))).toMatchObject({
      status: 400,
      reason: 'Bad Request',
      text: '',
    })
    expect(await answerOf(refusal(error, { format: 'extjs', time: TIME }))).toMatchObject({
      status: 200,
      body: { message: 'broken\rline\n', status: 500 },
    })
  })

  test('any message has one', async () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('json' as const, 'extjs' as const), (text, format) => {
        for (const error of [died(text), new ServerError(501, text), badParameters({ [text]: text })]) {
          expect(refusal(error, { format, time: TIME })).toBeInstanceOf(Response)
        }
      }),
    )
  })
})

describe('JSON', () => {
  test('integers of any size, no blanks, nothing of what is undefined', () => {
    expect(writeHttpJson({ a: 2n ** 64n, c: undefined, d: {}, e: [null, true, 1.5, 'é"\n'] })).toBe(
      '{"a":18446744073709551616,"d":{},"e":[null,true,1.5,"é\\"\\n"]}',
    )
  })

  test('any value of JSON comes out as JSON.stringify writes it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        expect(writeHttpJson(value as HttpJson)).toBe(JSON.stringify(value))
      }),
    )
  })
})
