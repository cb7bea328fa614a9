/** Get-Service and what starts and stops them. */
import type { Wait } from '../../../wait.js'
import { wildcard } from '../../../wildcard.js'
import { isOfAgent, type Service, serviceOf, servicesOf } from '../../services.js'
import { Win32Error } from '../../win32-error.js'
import type { Call, Cmdlet, Doing } from '../call.js'
import { enumValue, itemsOf, Thing, textOf, type Value } from '../values.js'

const STATUSES = { Stopped: 1, Running: 4 } as const
const START_TYPES = { Automatic: 2, Manual: 3, Disabled: 4 } as const
const WIN32_SHARE_PROCESS = 32

function thingOf({ name, displayName, status, startType }: Service): Thing {
  const isRunning = status === 'Running'
  return new Thing(
    'Service',
    {
      ...{ Name: name, RequiredServices: [], CanPauseAndContinue: false, CanShutdown: false, CanStop: isRunning },
      ...{
        DisplayName: displayName,
        DependentServices: [],
        MachineName: '.',
        ServiceName: name,
        ServicesDependedOn: [],
      },
      ...{ ServiceHandle: null, Status: enumValue(status, STATUSES[status]) },
      ServiceType: enumValue('Win32ShareProcess', WIN32_SHARE_PROCESS),
      StartType: enumValue(startType, START_TYPES[startType]),
      ...{ Site: null, Container: null },
    },
    'System.ServiceProcess.ServiceController',
  )
}

function* getService(call: Call): Doing {
  const names = call.get('displayname') ?? call.get('name')
  const wanted = names === undefined ? (call.input === undefined ? ['*'] : namesOf([...call.input])) : namesOf(names)
  for (const name of wanted) {
    const found = yield* find(call, name)
    for (const service of found) yield* call.put(thingOf(service))
  }
}

function namesOf(value: Value): readonly string[] {
  return itemsOf(value).map(it => (it instanceof Thing ? textOf(it.get('Name')) : textOf(it)))
}

function* find(call: Call, name: string): Generator<Wait, readonly Service[], void> {
  if (name.includes('*')) {
    const pattern = wildcard(name.toLowerCase())
    return servicesOf(call.session.guest).filter(it => pattern.test(it.name.toLowerCase()))
  }
  const service = serviceOf(call.session.guest, name)
  if (service !== undefined) return [service]
  yield* call.complain(
    call.failure(`Cannot find any service with service name '${name}'.`, {
      ...{ kind: 'ObjectNotFound', target: `${name}:String`, exception: 'ServiceCommandException' },
      id: 'NoServiceFoundForGivenName',
    }),
  )
  return []
}

function* control(call: Call, orders: readonly ('start' | 'stop')[]): Doing {
  const names = call.get('name') ?? call.get('inputobject') ?? [...(call.input ?? [])]
  for (const name of namesOf(names)) {
    for (const service of yield* find(call, name)) {
      if (isOfAgent(service)) call.refuse(`${call.cmdlet.name} of the agent that runs this`)
      yield* obey(call, service, orders)
      const now = serviceOf(call.session.guest, service.name)
      if (call.has('passthru') && now !== undefined) yield* call.put(thingOf(now))
    }
  }
}

/** What is so already is no error. */
function* obey(call: Call, { name, displayName }: Service, orders: readonly ('start' | 'stop')[]): Doing {
  const { windows } = call.session.guest
  for (const order of orders) {
    if (windows === undefined || windows.services.isRunning(name) === (order === 'start')) continue
    try {
      windows.services.control(name, order)
    } catch (error) {
      if (!(error instanceof Win32Error)) throw error
      const message = `Service '${displayName} (${name})' cannot be ${order === 'stop' ? 'stopped' : 'started'} due to the following error: Cannot ${order} ${name} service on computer '.'.`
      return yield* call.complain(
        call.failure(message, {
          ...{ kind: 'CloseError', target: 'System.ServiceProcess.ServiceController:ServiceController' },
          ...{
            exception: 'ServiceCommandException',
            id: order === 'stop' ? 'CouldNotStopService' : 'CouldNotStartService',
          },
        }),
      )
    }
  }
}

const NAMED = { name: 'value', inputobject: 'value', passthru: 'switch' } as const

export const serviceCmdlets: readonly Cmdlet[] = [
  { name: 'Get-Service', parameters: { name: 'value', displayname: 'value' }, positions: ['name'], run: getService },
  { name: 'Start-Service', parameters: NAMED, positions: ['name'], run: call => control(call, ['start']) },
  {
    name: 'Stop-Service',
    parameters: { ...NAMED, force: 'switch', nowait: 'switch' },
    positions: ['name'],
    run: call => control(call, ['stop']),
  },
  {
    name: 'Restart-Service',
    parameters: { ...NAMED, force: 'switch' },
    positions: ['name'],
    run: call => control(call, ['stop', 'start']),
  },
]
