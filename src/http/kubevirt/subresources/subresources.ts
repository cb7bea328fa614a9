/** All of them: below /apis/subresources.kubevirt.io/{v1,v1alpha3}/namespaces/{namespace}/virtualmachineinstances/{name}/. */
import { filesystemlist } from './filesystemlist.js'
import { freeze } from './freeze.js'
import { guestosinfo } from './guestosinfo.js'
import { pause } from './pause.js'
import { reset } from './reset.js'
import { softreboot } from './softreboot.js'
import type { Subresource } from './subresource.js'
import { unfreeze } from './unfreeze.js'
import { unpause } from './unpause.js'
import { userlist } from './userlist.js'

export type { Subresource, SubresourceGuest } from './subresource.js'

export const subresources: readonly Subresource[] = [
  guestosinfo,
  userlist,
  filesystemlist,
  freeze,
  unfreeze,
  pause,
  unpause,
  softreboot,
  reset,
]
