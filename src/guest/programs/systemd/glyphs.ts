/** The marks that systemd's programs print, and what stands for them where the locale has no UTF-8. */
import type { ActiveState } from '../../services/unit.js'
import type { Tool } from '../tool.js'

const GLYPHS = {
  blackCircle: ['●', '*'],
  whiteCircle: ['○', '*'],
  cross: ['×', 'x'],
  circleArrow: ['↻', 'C'],
  arrow: ['→', '->'],
  branch: ['├─', '|-'],
  lastBranch: ['└─', '`-'],
  ellipsis: ['…', '...'],
  bullet: ['•', '*'],
} as const satisfies Readonly<Record<string, readonly [string, string]>>

export type Glyph = keyof typeof GLYPHS

/** Without any variable of the locale systemd takes the terminal for one with UTF-8. */
export function hasUtf8(env: Readonly<Record<string, string>>): boolean {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || ''
  return locale === '' || /utf-?8/i.test(locale)
}

export function glyph(tool: Tool, name: Glyph): string {
  return GLYPHS[name][hasUtf8(tool.call.env) ? 0 : 1]
}

export function stateGlyph(tool: Tool, active: ActiveState): string {
  if (active === 'failed') return glyph(tool, 'cross')
  if (active === 'reloading') return glyph(tool, 'circleArrow')
  return glyph(tool, active === 'inactive' ? 'whiteCircle' : 'blackCircle')
}
