/** Messages of protobuf, as far as those of Kubernetes need it: strings and messages in messages. */

/** Members by their numbers; of one that comes twice the last. Numbers are left out. Throws RangeError where it is cut off. */
export function readMessage(bytes: Uint8Array): ReadonlyMap<number, Uint8Array> {
  const members = new Map<number, Uint8Array>()
  let at = 0
  const take = (length: number) => {
    if (length > bytes.length - at) throw new RangeError('protobuf: the message is cut off')
    at += length
    return bytes.subarray(at - length, at)
  }
  const varint = () => {
    let value = 0
    for (let scale = 1; ; scale *= 128) {
      const [byte = 0] = take(1)
      value += (byte % 128) * scale
      if (byte < 128) return value
    }
  }
  while (at < bytes.length) {
    const tag = varint()
    const type = tag % 8
    if (type === LENGTH_DELIMITED) members.set(Math.floor(tag / 8), take(varint()))
    else if (type === VARINT) varint()
    else if (type === FIXED_64) take(8)
    else if (type === FIXED_32) take(4)
    else throw new RangeError(`protobuf: there is no wire type ${type}`)
  }
  return members
}

const VARINT = 0
const FIXED_64 = 1
const LENGTH_DELIMITED = 2
const FIXED_32 = 5
