/** Lists such as `socket,id=a,path=/tmp/a,,b,server`: a comma in a value is written twice. */

export interface KeyValue {
  readonly key: string
  readonly value: string
  /** It stood there as a word alone, which means on, or with `no` in front off. */
  readonly isShort?: true
}

/** @param implied The key of a first value that has none in front. */
export function parseKeyValues(text: string, implied?: string): KeyValue[] {
  const pairs: KeyValue[] = []
  let at = 0
  while (at < text.length) {
    const [key = ''] = /^[^=,]*/.exec(text.slice(at)) ?? []
    if (text[at + key.length] === '=') {
      const { value, next } = readValue(text, at + key.length + 1)
      pairs.push({ key, value })
      at = next
    } else if (at === 0 && implied !== undefined) {
      const { value, next } = readValue(text, 0)
      pairs.push({ key: implied, value })
      at = next
    } else {
      pairs.push(toShort(key))
      at += key.length + 1
    }
  }
  return pairs
}

/** The list that reads as these values. */
export function formatKeyValues(pairs: readonly KeyValue[]): string {
  return pairs.map(({ key, value }) => `${key}=${value.replaceAll(',', ',,')}`).join(',')
}

function toShort(word: string): KeyValue {
  const isOff = word.startsWith('no')
  return { key: isOff ? word.slice(2) : word, value: isOff ? 'off' : 'on', isShort: true }
}

/** Up to a comma that is alone. */
function readValue(text: string, from: number): { readonly value: string; readonly next: number } {
  const [raw = ''] = /^(?:[^,]|,,)*/.exec(text.slice(from)) ?? []
  return { value: raw.replaceAll(',,', ','), next: from + raw.length + 1 }
}
