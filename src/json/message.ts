import type { JsonValue } from './value.js'

/** `error` is the text of the reply; undefined where the agent found nothing to parse and has no text for it. */
export type Message = { readonly value: JsonValue } | { readonly error: string | undefined }

/** `end`: so many bytes of the chunk were read when the message was whole. A number needs the byte behind it. */
export type OnMessage = (message: Message, end: number) => void
