/** Files of the image that come with what is installed at the start. */
import type { FileConfig, GuestConfig } from '../config.js'
import { isDebian } from '../distribution.js'
import { text } from '../image/entries.js'
import { controlText, STATUS } from './control.js'

export function packageFiles({ packages, osRelease }: GuestConfig): readonly FileConfig[] {
  const installed = packages.filter(it => it.installed)
  return [
    ...installed.flatMap(({ contents }) => contents),
    ...(isDebian(osRelease) && packages.length > 0
      ? [text(STATUS, installed.map(it => controlText(it)).join(''))]
      : []),
  ]
}
