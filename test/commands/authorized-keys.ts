import { onTestFinished } from 'vitest'
import { createVm } from '../../src/index.js'
import { Talk } from './talk.js'

/** A guest with a user alice, and what is in her authorized_keys, if she has any. */
export async function authorizedKeys(content?: string | Uint8Array): Promise<KeysTalk> {
  const vm = await createVm({ scenario: { extends: 'default', agent: { version: '7.2.22' } } })
  onTestFinished(() => vm.close())
  if (content !== undefined) {
    vm.guest.files.mkdir('/home/alice/.ssh', { mode: 0o700 })
    vm.guest.files.writeFile(KeysTalk.path, content)
  }
  return new KeysTalk(vm)
}

export class KeysTalk extends Talk {
  static readonly path = '/home/alice/.ssh/authorized_keys'

  get(): Promise<string> {
    return this.ask('guest-ssh-get-authorized-keys', { username: 'alice' })
  }

  add(keys: readonly string[], reset?: boolean): Promise<string> {
    return this.ask('guest-ssh-add-authorized-keys', { username: 'alice', keys, reset })
  }

  remove(keys: readonly string[]): Promise<string> {
    return this.ask('guest-ssh-remove-authorized-keys', { username: 'alice', keys })
  }

  /** The text of the file. */
  get text(): string {
    return this.vm.guest.files.readFile(KeysTalk.path, 'utf8')
  }
}
