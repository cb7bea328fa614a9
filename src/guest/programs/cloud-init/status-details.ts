/** What cloud-init says of itself, from the files that its stages leave in /run/cloud-init. */
import type { Guest } from '../../guest.js'
import { type BootStatus, bootStatus } from './boot-status.js'
import { isObject, type Json, type JsonObject, sortedEntries } from './python-json.js'
import { hasConditions } from './version.js'

export interface StatusDetails {
  readonly state: 'not run' | 'not started' | 'running' | 'done' | 'error' | 'disabled'
  /** It isn't done yet, and may be some day: what --wait waits for the end of. */
  readonly isUnderWay: boolean
  /** With what could be recovered from. Only since 24.1. */
  readonly extended: string
  readonly boot: BootStatus
  readonly detail: string
  readonly errors: readonly string[]
  readonly recoverable: JsonObject
  /** Empty: nothing has happened. */
  readonly lastUpdate: string
  /** Null: not known yet. */
  readonly datasource: string | null
  /** The stages as they stand in the file. */
  readonly stages: JsonObject
}

const RUN = '/run/cloud-init'
/** Where the files are that those of /run point at. */
const DATA = '/var/lib/cloud/data'
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** Throws SyntaxError for a status.json that is none. */
export function statusDetails(guest: Guest): StatusDetails {
  const { files } = guest
  // Boot stages don't run in this guest: after a reboot, which empties /run, what they left before still holds.
  const directory = files.exists(RUN) ? RUN : DATA
  const boot = bootStatus(guest)
  const isStarted = files.exists(`${directory}/status.json`)
  const document: Json = isStarted ? JSON.parse(files.readFile(`${directory}/status.json`, 'utf8')) : {}
  const v1 = isObject(document) && isObject(document.v1) ? document.v1 : {}
  const isFinished = files.exists(`${directory}/result.json`)
  const stages = sortedEntries(v1).flatMap(([, stage]) => (isObject(stage) ? [stage] : []))
  const latest = Math.max(0, ...stages.flatMap(stage => [seconds(stage.start), seconds(stage.finished)]))
  const errors = stages.flatMap(stage => texts(stage.errors))
  const common = {
    ...{ boot, errors, lastUpdate: latest === 0 ? '' : dateText(latest) },
    datasource: datasourceOf(v1),
    recoverable: recoverableOf(stages),
    stages: Object.fromEntries(Object.entries(v1).filter(([key]) => key !== 'datasource')),
  }
  const isHalfWay = stages.some(stage => seconds(stage.start) > 0 && seconds(stage.finished) === 0)
  const facts = { ...common, v1, isRunning: isStarted && !isFinished, isHalfWay, hasEvents: latest > 0 }
  return hasConditions(guest) ? withConditions(facts) : plain(facts)
}

type Facts = Omit<StatusDetails, 'state' | 'isUnderWay' | 'extended' | 'detail'> & {
  readonly v1: JsonObject
  readonly isRunning: boolean
  readonly isHalfWay: boolean
  readonly hasEvents: boolean
}

/** Up to 23: one word for all, and an error is one even while the stages go on. */
function plain({ v1, isRunning, isHalfWay, hasEvents, ...details }: Facts): StatusDetails {
  const { boot, errors } = details
  const stage = text(v1.stage)
  const state = () => {
    if (errors.length > 0) return 'error'
    if (isRunning || stage !== '' || isHalfWay) return 'running'
    if (boot.isDisabled) return 'disabled'
    return hasEvents ? 'done' : 'not run'
  }
  const detail = stage !== '' ? `Running in stage: ${stage}` : text(v1.datasource) || boot.reason
  const known = state()
  const isUnderWay = known === 'running' || known === 'not run'
  return { ...details, state: known, extended: '', isUnderWay, detail: errors.join('\n') || detail }
}

/** Since 24.1. */
function withConditions({ v1, isRunning, isHalfWay: _, hasEvents, ...details }: Facts): StatusDetails {
  const { boot, errors, recoverable } = details
  const running = boot.isDisabled ? 'disabled' : isRunning ? 'running' : hasEvents ? 'done' : 'not started'
  const isDegraded = Object.keys(recoverable).length > 0 && (running === 'done' || running === 'running')
  const hasFailed = errors.length > 0
  const stage = text(v1.stage)
  return {
    ...details,
    state: hasFailed ? 'error' : running,
    extended: hasFailed ? `error - ${running}` : isDegraded ? `degraded ${running}` : running,
    isUnderWay: running === 'running' || running === 'not started',
    detail: text(v1.datasource) || (stage === '' ? boot.reason : `Running in stage: ${stage}`),
  }
}

/** "DataSourceNoCloud [seed=…]" is "nocloud". */
function datasourceOf({ datasource }: JsonObject): string | null {
  if (datasource === null) return null
  const [name = ''] = text(datasource).split(' ', 1)
  return name.toLowerCase().replaceAll('datasource', '')
}

/** By level, of all stages. */
function recoverableOf(stages: readonly JsonObject[]): JsonObject {
  const all: Record<string, Json[]> = {}
  for (const { recoverable_errors: errors } of stages) {
    if (!isObject(errors)) continue
    for (const [level, list] of Object.entries(errors)) all[level] = [...(all[level] ?? []), ...texts(list)]
  }
  return all
}

function seconds(value: Json | undefined): number {
  return typeof value === 'number' ? value : 0
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}

function texts(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.map(String) : []
}

/** As RFC 2822 has it, in UTC. */
function dateText(time: number): string {
  const date = new Date(Math.trunc(time) * 1000)
  const two = (number: number) => String(number).padStart(2, '0')
  const day = `${DAYS[date.getUTCDay()]}, ${two(date.getUTCDate())} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`
  return `${day} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} +0000`
}
