/** Who makes a call. */
export interface Auth {
  /** "root@pam"; of a token that of its user. */
  readonly user: string
  /** "ci" of "root@pam!ci"; undefined where a ticket speaks. */
  readonly token: string | undefined
}
