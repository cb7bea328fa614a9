/** mockvm again, put back to a snapshot of that very moment before everything that it is sent. */
import { MockSide } from './mock-side.js'

export class RestoringSide extends MockSide {
  override readonly name = 'mockvm, restored'

  override send(bytes: Buffer): Promise<Buffer> {
    this.vm.restore(this.vm.snapshot())
    return super.send(bytes)
  }
}
