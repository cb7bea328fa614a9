/** Which of its commands an agent lets run: its lists and the frozen state decide. */
import type { Behaviour } from '../commands/behaviour.js'
import type { CommandContext, CommandDefinition } from '../commands/define.js'
import type { AgentConfig } from './config.js'
import type { FrozenState } from './frozen-state.js'
import type { ProfileCommand } from './versions.js'

export interface EnablementOptions {
  readonly config: AgentConfig
  readonly behaviour: Behaviour
  readonly frozen: FrozenState
  readonly context: CommandContext
}

export class Enablement {
  readonly #options: EnablementOptions

  constructor(options: EnablementOptions) {
    this.#options = options
  }

  isEnabled(command: ProfileCommand): boolean {
    const { frozen, behaviour } = this.#options
    if (!this.#isPossible(command)) return false
    if (!frozen.isFrozen) return !this.#isBlocked(command)
    return command.whileFrozen && (behaviour.frozenListWins || !this.#isBlocked(command))
  }

  /** Of a command that is disabled anyway, a freeze overwrites the reason, and a thaw does not bring the old one back. */
  isDisabledByFreeze(command: ProfileCommand): boolean {
    const { isFrozen, hasFrozen } = this.#options.frozen
    if (command.whileFrozen) return false
    const isDisabledAnyway = !this.#isPossible(command) || this.#isBlocked(command)
    return isDisabledAnyway ? hasFrozen : isFrozen
  }

  #isPossible(command: ProfileCommand): boolean {
    return command.isPossible && (command.isPossibleIn?.(this.#options.context) ?? true)
  }

  #isBlocked({ name }: CommandDefinition): boolean {
    const { blockRpcs, allowRpcs } = this.#options.config
    return blockRpcs.includes(name) || (allowRpcs !== undefined && !allowRpcs.includes(name))
  }
}
