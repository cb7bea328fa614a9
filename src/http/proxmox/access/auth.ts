/** Who makes a call. */
import { TOKEN_NAME, USER_ID } from '../../../scenario/proxmox-ids.js'

export interface Auth {
  /** "root@pam"; of a token that of its user. */
  readonly user: string
  /** "ci" of "root@pam!ci"; undefined where a ticket speaks. */
  readonly token: string | undefined
}

export const ROOT: Auth = { user: 'root@pam', token: undefined }

/** "root@pam", "root@pam!ci". */
export function authId({ user, token }: Auth): string {
  return token === undefined ? user : `${user}!${token}`
}

/** Of a user or a token; undefined for what is neither. */
export function parseAuthId(id: string): Auth | undefined {
  const [user = '', token, ...others] = id.split('!')
  const isOne = USER_ID.test(user) && (token === undefined || TOKEN_NAME.test(token)) && others.length === 0
  return isOne ? { user, token } : undefined
}
