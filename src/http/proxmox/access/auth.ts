/** Who makes a call. */
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
  const match = /^([^\s:/!]+@[A-Za-z][\w.-]+)(?:!([A-Za-z][\w.-]+))?$/.exec(id)
  return match === null ? undefined : { user: match[1] as string, token: match[2] }
}
