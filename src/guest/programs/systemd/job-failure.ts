/** What systemctl says when a unit did not do what it was asked for. */
import type { Unit } from '../../services.js'

/** Undefined when nothing went wrong. */
export function jobFailure(unit: Unit | undefined): string | undefined {
  if (unit?.lacksDependency) return dependencyText(unit.name)
  if (unit === undefined || unit.exec === undefined) return undefined
  if (unit.active !== 'failed' && unit.sub !== 'auto-restart') return undefined
  const { name, type, exited, result } = unit
  // Of a simple one it was known at once that it runs; what became of that is another thing.
  if ((type === 'simple' || type === 'idle') && (exited?.pid ?? 0) > 0 && result !== 'timeout') return undefined
  return failureText(name, result)
}

export function dependencyText(name: string): string {
  return `A dependency job for ${name} failed. See 'journalctl -xe' for details.\n`
}

const REASONS: Readonly<Partial<Record<Unit['result'], string>>> = {
  signal: 'a fatal signal was delivered to the control process',
  resources: 'of unavailable resources or another system error',
  timeout: 'a timeout was exceeded',
  protocol: 'the service did not take the steps required by its unit configuration',
}

export function failureText(name: string, result: Unit['result']): string {
  const why = REASONS[result] ?? 'the control process exited with error code'
  return (
    `Job for ${name} failed because ${why}.\n` +
    `See "systemctl status ${name}" and "journalctl -xeu ${name}" for details.\n`
  )
}
