/** Actions in the words of a scenario, for those who look for the line that one comes from. */
import type { Action } from './timeline/action.js'

/** "services: { nginx: start }" */
export function actionInScenario(action: Action): string {
  if ('write' in action) return `files: ${action.write.path}`
  if ('link' in action) return `interfaces: { ${action.link.interface}: ${action.link.up ? 'up' : 'down'} }`
  if ('service' in action) return `services: { ${action.service.name}: ${action.service.to} }`
  if ('addresses' in action) return `addresses: ${action.addresses.interface}`
  if ('login' in action) return `login: ${action.login.user}`
  if ('addFaults' in action) return 'faults: add'
  if ('removeFault' in action) return `faults: { remove: ${action.removeFault} }`
  if ('resetFaults' in action) return 'faults: reset'
  const [[key, value] = ['action', '']] = Object.entries(action)
  return typeof value === 'string' ? `${key}: ${value}` : key
}
