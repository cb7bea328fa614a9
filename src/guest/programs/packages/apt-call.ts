/** One call of a program of apt: its options, and what it says if it is not to be quiet. */
import type { Tool } from '../tool.js'
import { type AptOptions, readAptOptions, unknown } from './apt-options.js'

export class AptCall {
  readonly tool: Tool
  readonly options: AptOptions
  /** apt(8), which says more than apt-get(8). */
  readonly isApt: boolean

  constructor(tool: Tool, isApt = false) {
    this.tool = tool
    this.options = readAptOptions(tool)
    this.isApt = isApt
  }

  /** Whether that was all that was asked for. */
  tellsVersion(): boolean {
    if (!this.options.has('v')) return false
    this.printVersion()
    return true
  }

  printVersion(): void {
    const { version = '2.6.1', architecture = 'amd64' } = this.tool.guest.packages.get('apt') ?? {}
    this.tool.print(`apt ${version} (${architecture})\n`)
  }

  get simulates(): boolean {
    return this.options.has('s')
  }

  /** Nothing is asked. */
  get answersYes(): boolean {
    return this.options.has('y') || this.options.quiet > 1
  }

  /** Not with -qq. */
  say(...parts: readonly string[]): void {
    if (this.options.quiet < 2) this.tool.print(...parts)
  }

  readLists(): void {
    this.say('Reading package lists...\n')
    this.readState()
  }

  readState(): void {
    this.say('Building dependency tree...\nReading state information...\n')
  }

  refuseSimulation(): void {
    if (this.simulates) throw unknown(this.tool, "'s' [from -s] is", '.')
  }
}
