/** What a request shows of who makes it. */
import { percentDecode } from '../form.js'

export interface Credentials {
  readonly ticket: string | undefined
  /** "root@pam!ci=SECRET". Looked at only where there is no ticket. */
  readonly apiToken: string | undefined
  readonly csrfToken: string | undefined
}

/** A cookie counts before what stands in its place under Authorization, and that before an API token. */
export function credentialsOf(headers: Headers): Credentials {
  const authorization = headers.get('authorization')
  return {
    ticket: authValue(headers.get('cookie'), 'PVEAuthCookie') || authValue(authorization, 'PVEAuthCookie') || undefined,
    apiToken: authValue(authorization, 'PVEAPIToken') || undefined,
    csrfToken: headers.get('csrfpreventiontoken') ?? undefined,
  }
}

/** Of "NAME=VALUE; …" or "NAME VALUE". */
function authValue(header: string | null, name: string): string {
  const parts = (header ?? '').split(';').map(part => part.trim())
  const found = parts.find(part => part.startsWith(`${name}=`) || part.startsWith(`${name} `))
  return percentDecode(found?.slice(name.length + 1) ?? '')
}
