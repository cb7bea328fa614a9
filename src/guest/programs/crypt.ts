import { encrypt } from 'unixcrypt'
import type { Guest } from '../guest.js'

const SALT = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const SALT_LENGTH = 16

/** crypt(3) with SHA-512 and a salt of the guest's seed. */
export function crypt(guest: Guest, password: string): string {
  return encrypt(password, `$6$${guest.random.stream('crypt').text(SALT, SALT_LENGTH)}`)
}
