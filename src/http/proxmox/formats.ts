/** The formats of parameters: each gives what is wrong with a text, undefined where nothing is. */
import { isPrivilege } from '../../scenario/proxmox-privileges.js'

export type FormatName = 'pve-vmid' | 'pve-node' | 'pve-realm' | 'pve-priv-list'

type Format = (text: string) => string | undefined

const matching =
  (pattern: RegExp, fault: (text: string) => string): Format =>
  text =>
    pattern.test(text) ? undefined : fault(text)

export const formats: Readonly<Record<FormatName, Format>> = {
  'pve-vmid': matching(/^[1-9]\d{2,8}$/, () => 'value does not look like a valid VM ID'),
  'pve-node': matching(/^[a-z\d](?:[a-z\d-]*[a-z\d])?$/i, () => 'value does not look like a valid node name'),
  'pve-realm': matching(/^[a-z][\w.-]+$/i, () => 'value does not look like a valid realm'),
  'pve-priv-list': text => {
    const unknown = text.split(/[\s,;\0]+/).find(name => name !== '' && !isPrivilege(name))
    return unknown === undefined ? undefined : `invalid privilege '${unknown}'`
  },
}
