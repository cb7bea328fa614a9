/** Commands about the computer: its clock, its power, its processes. */

import { wildcard } from '../../../wildcard.js'
import { findProgram } from '../../cmd/find-program.js'
import { rowsOf } from '../../programs/tasks.js'
import { wallTime } from '../../wall-clock.js'
import type { Call, Cmdlet, Doing } from '../call.js'
import { formatDate } from '../date-format.js'
import { Moment, numberOf, Thing } from '../values.js'

const SECOND = 1_000_000_000n
const SIGKILL = 9

function* getDate(call: Call): Doing {
  const { guest } = call.session
  const time = wallTime(guest)
  const format = call.text('format')
  if (call.get('uformat') !== undefined) {
    if (call.text('uformat') !== '%s') call.refuse('Get-Date with another -UFormat than %s')
    // Windows PowerShell counts from the epoch to what the clock on the wall shows.
    const now = guest.clock.now() + BigInt(time.offset) * SECOND
    return yield* call.put(`${now / SECOND}.${`${now % SECOND}`.padStart(9, '0').slice(0, 5)}`)
  }
  if (format === undefined) return yield* call.put(new Moment(guest.clock.now(), time))
  yield* call.put(formatDate(format, time) ?? call.refuse(`Get-Date -Format ${format}`))
}

function* sleep(call: Call): Doing {
  const milliseconds = call.get('milliseconds')
  const given = milliseconds === undefined ? call.get('seconds') : milliseconds
  const number = numberOf(given ?? null)
  if (given === undefined || number === undefined || number < 0) call.refuse('Start-Sleep without a duration')
  const duration = milliseconds === undefined ? Math.round(number) * 1000 : Math.round(number)
  yield* call.session.task.sleep(BigInt(duration) * 1_000_000n)
}

// biome-ignore lint/correctness/useYield: the guest's power is asked, and nobody waits
function* power({ session: { guest } }: Call, state: 'off' | 'rebooting'): Doing {
  if (guest.power.requested === undefined) guest.power.request(state)
}

function found(call: Call) {
  const ids = call.get('id')
  const rows = rowsOf(call.session.guest)
  if (ids !== undefined)
    return call.texts('id').map(id => ({ name: id, rows: rows.filter(it => `${it.process.pid}` === id) }))
  const names = call.get('name') === undefined && call.input === undefined ? ['*'] : call.texts('name')
  return names.map(name => {
    const pattern = wildcard(name.toLowerCase())
    return { name, rows: rows.filter(it => pattern.test(it.image.replace(/\.exe$/i, '').toLowerCase())) }
  })
}

function* processes(call: Call, action: 'get' | 'stop'): Doing {
  for (const { name, rows } of found(call)) {
    if (rows.length === 0 && !name.includes('*')) {
      const by = call.get('id') === undefined ? `the name "${name}"` : `the process identifier ${name}`
      yield* call.complain(
        call.failure(`Cannot find a process with ${by}. Verify the process name and call the cmdlet again.`, {
          ...{ kind: 'ObjectNotFound', target: `${name}:String`, exception: 'ProcessCommandException' },
          id: 'NoProcessFoundForGivenName',
        }),
      )
    }
    for (const { process, image } of rows) {
      const title = image.replace(/\.exe$/i, '')
      if (action === 'stop') call.session.guest.processes.kill(process.pid, SIGKILL)
      else
        yield* call.put(
          new Thing(
            'Process',
            { Name: title, Id: process.pid, ProcessName: title, Path: process.argv[0] ?? '' },
            title,
          ),
        )
    }
  }
}

/** Programs alone are looked for. */
function* getCommand(call: Call): Doing {
  for (const name of call.texts('name')) {
    const path = findProgram(call.session, name)
    if (path !== undefined) {
      yield* call.put(
        new Thing('PSCustomObject', { CommandType: 'Application', Name: path.replace(/^.*\\/, ''), Source: path }),
      )
      continue
    }
    yield* call.complain(
      call.failure(
        `The term '${name}' is not recognized as the name of a cmdlet, function, script file, or operable program. Check the spelling of the name, or if a path was included, verify that the path is correct and try again.`,
        {
          kind: 'ObjectNotFound',
          target: `${name}:String`,
          exception: 'CommandNotFoundException',
          id: 'CommandNotFoundException',
        },
      ),
    )
  }
}

function* nothing(): Doing {}

const POWER = { force: 'switch' } as const

export const systemCmdlets: readonly Cmdlet[] = [
  { name: 'Get-Date', parameters: { format: 'value', uformat: 'value' }, positions: [], run: getDate },
  {
    name: 'Start-Sleep',
    parameters: { seconds: 'value', milliseconds: 'value' },
    positions: ['seconds'],
    run: sleep,
  },
  { name: 'Restart-Computer', parameters: POWER, positions: [], run: call => power(call, 'rebooting') },
  { name: 'Stop-Computer', parameters: POWER, positions: [], run: call => power(call, 'off') },
  {
    name: 'Get-Process',
    parameters: { name: 'value', id: 'value' },
    positions: ['name'],
    run: call => processes(call, 'get'),
  },
  {
    name: 'Stop-Process',
    parameters: { id: 'value', name: 'value', force: 'switch' },
    positions: ['id'],
    run: call => processes(call, 'stop'),
  },
  { name: 'Get-Command', parameters: { name: 'value', commandtype: 'value' }, positions: ['name'], run: getCommand },
  {
    name: 'Set-ExecutionPolicy',
    parameters: { executionpolicy: 'value', scope: 'value', force: 'switch' },
    positions: ['executionpolicy', 'scope'],
    run: nothing,
  },
]
