/**
 * docs/libvirt.md, from its beginning to its end. Its `xml` and `yaml` blocks are files, named in their first line; its
 * blocks `text libvirt` are sessions, of which the tests of the other pages know only that they are text.
 */
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { findCommands, matches } from '../../docs/blocks.js'
import { Libvirtd } from './libvirtd.js'

const PAGE = readFileSync(resolve(import.meta.dirname, '../../../docs/libvirt.md'), 'utf8')
/** Where the page's reader is. */
const HOME = '/home/alice'
const FENCE = /^```(\S+)(?: (\S+))?\n([\s\S]*?)^```$/gm

let daemon: Libvirtd

beforeAll(async () => {
  daemon = await Libvirtd.start()
  const bin = join(daemon.directory, 'bin')
  mkdirSync(bin, { mode: 0o755 })
  chmodSync(bin, 0o755)
  symlinkSync(join(dirname(inject('emulator')), 'dist/cli/main.js'), join(bin, 'mockvm'))
})

afterAll(() => daemon?.remove())

const here = (text: string) => text.replaceAll(HOME, daemon.directory)
const there = (text: string) => text.replaceAll(daemon.directory, HOME)

function write(text: string): void {
  const name = /^(?:<!--|#) (\S+)/.exec(text)?.[1]
  if (name !== undefined) writeFileSync(join(daemon.directory, name), here(text), { mode: 0o644 })
}

test('what docs/libvirt.md shows is what happens', async () => {
  for (const [, language, runner, text = ''] of PAGE.matchAll(FENCE)) {
    if (language === 'xml' || language === 'yaml') write(text)
    if (runner !== 'libvirt') continue
    for (const { command, prints } of findCommands(text)) {
      const { stdout } = await daemon.shell(here(command))
      const output = there(stdout)
      expect(matches(output, prints ?? ''), `$ ${command}\n${output}`).toBe(true)
    }
  }
}, 120_000)
