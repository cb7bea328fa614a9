/** Versions as rpm takes them apart: "17:9.1.0-15.el9" is epoch 17, version 9.1.0, release 15.el9. */
import type { Package } from '../../packages.js'

export interface Evr {
  readonly epoch: string | undefined
  readonly version: string
  readonly release: string
}

export function parseEvr(text: string): Evr {
  const [, epoch, version = text, release = '1'] = /^(?:(\d+):)?(.*?)(?:-([^-]*))?$/.exec(text) ?? []
  return { epoch, version, release }
}

/** "bash-5.1.8-9.el9.x86_64" */
export function nevra({ name, architecture }: Package, text: string): string {
  const { version, release } = parseEvr(text)
  return `${name}-${version}-${release}.${architecture}`
}
