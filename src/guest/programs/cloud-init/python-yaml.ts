/** YAML as PyYAML writes it for cloud-init: a document with its end, four spaces a level, lines folded after column 80. */
import { isObject, type Json, type JsonObject, sortedEntries } from './python-json.js'

const LEVEL = 4
const WIDTH = 80
/** Plain text that YAML 1.1 reads as something else than text. */
const NO_STRING = [
  /^(?:~|null|Null|NULL|<<|=)$/,
  /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/,
  /^[-+]?(?:0b[01_]+|0[0-7_]+|0|[1-9][\d_]*|0x[\da-fA-F_]+|[1-9][\d_]*(?::[0-5]?\d)+)$/,
  /^(?:[-+]?\d[\d_]*\.[\d_]*|\.\d[\d_]*)(?:[eE][-+]\d+)?$/,
  /^(?:[-+]?\d[\d_]*(?::[0-5]?\d)+\.[\d_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/,
  /^\d{4}-\d\d-\d\d$/,
  /^\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?$/,
]
/** An indicator at the start or within, or a space at an end. */
const NO_PLAIN = /^[#,[\]{}&*!|>'"%@`]|^[-?:](?:\s|$)|: |:$| #|^ | $|^---|^\.\.\.|\n/

export function pythonYaml(value: JsonObject): string {
  return `---\n${mapping(value, 0)}...\n`
}

function mapping(object: JsonObject, indent: number): string {
  const pad = ' '.repeat(indent)
  return sortedEntries(object)
    .map(([key, value]) => {
      const head = `${pad}${scalar(key, indent, indent)}:`
      if (Array.isArray(value)) return value.length === 0 ? `${head} []\n` : `${head}\n${sequence(value, indent)}`
      if (isObject(value)) {
        return Object.keys(value).length === 0 ? `${head} {}\n` : `${head}\n${mapping(value, indent + LEVEL)}`
      }
      return `${head} ${scalar(value, head.length + 1, indent + LEVEL)}\n`
    })
    .join('')
}

/** Its dashes stand below the key. */
function sequence(items: readonly Json[], indent: number): string {
  const pad = ' '.repeat(indent)
  return items.map(item => `${pad}- ${scalar(item, indent + 2, indent + LEVEL)}\n`).join('')
}

/** `column`: where it begins; `indent`: of the lines that it goes on in. */
function scalar(value: Json, column: number, indent: number): string {
  if (typeof value !== 'string') return isObject(value) || Array.isArray(value) ? JSON.stringify(value) : String(value)
  // Only with escapes can be written what is not printable, and spaces at the ends of lines. PyYAML folds these as well.
  if (/[^\n\x20-\x7e]| \n|\n /.test(value)) return JSON.stringify(value)
  if (value !== '' && !NO_STRING.some(it => it.test(value)) && !NO_PLAIN.test(value)) return fold(value, column, indent)
  return `'${fold(value.replaceAll("'", "''"), column + 1, indent)}'`
}

/** A single space past the width becomes the end of a line. */
function fold(text: string, column: number, indent: number): string {
  const pad = ' '.repeat(indent)
  let at = column
  return text
    .split(/(\n+|(?<=[^ \n]) (?=[^ \n]))/)
    .map((part, index) => {
      if (index % 2 === 0) {
        at += part.length
        return part
      }
      const isBreak = part !== ' '
      if (!isBreak && at <= WIDTH) {
        at += 1
        return part
      }
      at = indent
      return isBreak ? `\n${part}${pad}` : `\n${pad}`
    })
    .join('')
}
