/** Why QEMU gives up, in its words; each message gets the name of the program in front. */
export class QemuError extends Error {
  override readonly name = 'QemuError'
  readonly messages: readonly string[]

  constructor(...messages: readonly string[]) {
    super(messages.join('\n'))
    this.messages = messages
  }
}
