import { type Descriptor, typeName } from './descriptor.js'

/** In which versions something is as it is described: "since 7.1", "since 8.1, bool before"; '' where nothing changed. */
export function sinceText({ since, before }: Descriptor): string {
  if (since === undefined) return ''
  return before === undefined ? `since ${since}` : `since ${since}, ${typeName(before)} before`
}
