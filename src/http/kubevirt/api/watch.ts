/** Watches: lines of JSON, one for each change, for as long as somebody reads them. */
import { writeHttpJson } from '../../json.js'
import type { KubevirtCluster } from '../cluster.js'
import type { KubevirtGuest } from '../objects/guest.js'
import type { JsonObject } from '../objects/kube-object.js'
import type { Change, Collection } from './collection.js'
import { isSelected, tooOld } from './list.js'
import type { ListOptions } from './list-options.js'
import type { Representation } from './representation.js'
import { every, soonest } from './soonest.js'
import { type ApiError, tooLargeVersion } from './status.js'

export interface WatchOptions {
  readonly cluster: KubevirtCluster
  readonly collection: Collection
  readonly namespace: string | undefined
  readonly options: ListOptions
  readonly representation: Representation
  /** Those whose agents are asked meanwhile, and with whose closing it ends. */
  readonly guests: readonly KubevirtGuest[]
  readonly signal: AbortSignal
}

/** Without timeoutSeconds it ends after so long. */
const DEFAULT_SECONDS = 1800
const BOOKMARK_EVERY_MS = 60_000
/** Who leaves so many lines unread is dropped, as the API server drops watchers that are too slow. */
const MOST_UNREAD = 1000

const isClosed = (guest: KubevirtGuest) => guest.isClosed

export function watchStream(watch: WatchOptions): ReadableStream<Uint8Array> {
  let stop = () => {}
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const encoder = new TextEncoder()
      // Servers of Node hold the head of an answer back until there is something of its body.
      controller.enqueue(new Uint8Array())
      stop = begin(watch, {
        line: event => controller.enqueue(encoder.encode(`${writeHttpJson(event)}\n`)),
        end: () => controller.close(),
        get isTooSlow() {
          return (controller.desiredSize ?? 0) < -MOST_UNREAD
        },
      })
    },
    cancel: () => stop(),
  })
}

interface Reader {
  line(event: JsonObject): void
  end(): void
  readonly isTooSlow: boolean
}

/** Gives what ends it without a word. */
function begin(
  { cluster, collection, namespace, options, representation, guests, signal }: WatchOptions,
  reader: Reader,
) {
  // Namespaces and nodes go on for as long as anybody does.
  const hosts = guests.length > 0 ? guests : cluster.guests.filter(guest => !isClosed(guest))
  const clocks = hosts.map(({ vm }) => vm.guest.clock)
  const undo: (() => void)[] = []
  const stop = () => {
    for (const step of undo.splice(0)) step()
  }
  const end = () => {
    stop()
    reader.end()
  }
  const event = (type: string, object: JsonObject) => reader.line({ type, object })
  const fail = (error: ApiError) => {
    event('ERROR', error.status)
    reader.end()
    return stop
  }
  const tell = (change: Change) => {
    const seen = asSeen(change, namespace, options)
    if (seen !== undefined) event(seen, representation.one(change.object))
  }
  const bookmark = (isInitialEnd = false) =>
    event('BOOKMARK', representation.bookmark(collection.revision, isInitialEnd))

  const { revision } = options
  if (revision !== undefined && revision > collection.revision)
    return fail(tooLargeVersion(revision, collection.revision))
  if (revision !== undefined && revision > 0 && revision < collection.oldest && options.sendInitialEvents !== true) {
    return fail(tooOld(revision, collection))
  }
  if (wantsAll(options)) {
    for (const object of collection.list()) {
      if (isSelected(object, namespace, options)) event('ADDED', representation.one(object))
    }
    if (options.sendInitialEvents === true && options.bookmarks) bookmark(true)
  } else if (revision !== undefined && revision > 0) for (const change of collection.since(revision)) tell(change)

  undo.push(collection.onChange(change => (reader.isTooSlow ? end() : tell(change))))
  undo.push(soonest(clocks, (options.timeoutSeconds ?? DEFAULT_SECONDS) * 1000, end))
  if (options.bookmarks) undo.push(every(clocks, BOOKMARK_EVERY_MS, bookmark))
  const isOver = () => (guests.length > 0 ? guests.some(isClosed) : hosts.every(isClosed))
  for (const host of hosts) undo.push(host.onClose(() => isOver() && end()))
  for (const guest of guests) undo.push(guest.agent.watch())
  signal.addEventListener('abort', end)
  undo.push(() => signal.removeEventListener('abort', end))
  // While it was looked what there is.
  if (signal.aborted || isOver()) end()
  return stop
}

/** Whether it begins with what is there. */
function wantsAll({ revision, sendInitialEvents }: ListOptions): boolean {
  return sendInitialEvents ?? (revision === undefined || revision === 0)
}

/** What comes to be selected is added for those who watch, and what no longer is, is deleted. */
function asSeen(change: Change, namespace: string | undefined, options: ListOptions): Change['type'] | undefined {
  const { type, object, before } = change
  const is = type !== 'DELETED' && isSelected(object, namespace, options)
  const was = before !== undefined && isSelected(before, namespace, options)
  if (is) return was ? 'MODIFIED' : 'ADDED'
  return was ? 'DELETED' : undefined
}
