/** Showing an error that ends nothing. */
import type { Wait } from '../../wait.js'
import type { Failure } from './errors.js'
import type { Session } from './session.js'
import { itemsOf, textOf } from './values.js'

export function* report(session: Session, error: Failure): Generator<Wait, void, void> {
  noteError(session, error)
  const preference = textOf(session.get('erroractionpreference') ?? null).toLowerCase()
  if (preference === 'silentlycontinue' || preference === 'ignore') return
  yield* session.complain(...error.lines(session.file))
}

/** `$Error` has it first. */
export function noteError(session: Session, error: Failure): void {
  session.set('error', [error.record, ...itemsOf(session.get('error') ?? null)], 'global')
}
