import { expect, test } from 'vitest'
import { credentialsOf } from '../../../../src/http/proxmox/access/credentials.js'

const NONE = { ticket: undefined, apiToken: undefined, csrfToken: undefined }

test.each<[Record<string, string>, object]>([
  [{}, {}],
  [{ cookie: 'PVEAuthCookie=PVE:a' }, { ticket: 'PVE:a' }],
  [{ cookie: 'PVEAuthCookie=PVE%3Aa%40b' }, { ticket: 'PVE:a@b' }],
  [{ cookie: 'lang=de; PVEAuthCookie=PVE:a; x=y' }, { ticket: 'PVE:a' }],
  [{ cookie: 'lang=de;PVEAuthCookie=PVE:a;x=y' }, { ticket: 'PVE:a' }],
  [{ cookie: 'XPVEAuthCookie=PVE:a' }, {}],
  [{ cookie: 'PVEAuthCookie; x=PVEAuthCookie=PVE:a' }, {}],
  [{ cookie: 'PVEAuthCookie=' }, {}],
  [{ authorization: 'PVEAuthCookie=PVE:a' }, { ticket: 'PVE:a' }],
  [
    { cookie: 'PVEAuthCookie=one', authorization: 'PVEAuthCookie=other', csrfpreventiontoken: 'x' },
    { ticket: 'one', csrfToken: 'x' },
  ],
  [{ authorization: 'PVEAPIToken=a@b!c=d' }, { apiToken: 'a@b!c=d' }],
  [{ authorization: 'PVEAPIToken a@b!c=d' }, { apiToken: 'a@b!c=d' }],
  [{ authorization: 'Bearer a@b!c=d' }, {}],
])('%j', (headers, expected) => {
  expect(credentialsOf(new Headers(headers))).toEqual({ ...NONE, ...expected })
})
