/** Bytes that are no UTF-8, wherever a shell has them from: they come out as they went in. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Vm } from '../../src/index.js'
import { debian, rawRun, upload } from './shell-host.js'

let vm: Vm

beforeEach(async () => {
  vm = await debian()
})

afterEach(() => vm.close())

test.each([
  ["printf %s $'\\xff'", '\xff'],
  ["printf %s $'a\\377b' $'\\xc3' $'\\xc3\\xa9'", 'a\xffb\xc3\xc3\xa9'],
  ['printf %s "$(printf \'\\xff\')" "$(echo $\'\\xfe\')"', '\xff\xfe'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is of the shell
  ['printf %s "${x:-a$\'\\xfe\'b}"', 'a\xfeb'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is of the shell
  ["x=$'it\\'s \\xff'; printf %s \"$x\" ${#x}", "it's \xff6"],
  ["x=$'\\xff\\xfe'; [ \"$x\" = \"$(printf '\\xff\\xfe')\" ] && case $x in $'\\xff'*) echo yes ;; esac", 'yes\n'],
  ["/bin/echo $'\\xff'; export x=$'\\xfe'; env | grep -a ^x=", '\xff\nx=\xfe\n'],
  ["mkdir /tmp/t; cd /tmp/t; : > $'\\xff'; printf %s *; rm -- $'\\xff'; echo *", '\xff*\n'],
  ["cat <<< $'\\xff'; cat <<EOF\n$(printf '\\xfe')\nEOF", '\xff\n\xfe\n'],
  ["f() { echo $'\\xff'; }; f; echo \"$'\\xff'\" '$\\xff'", "\xff\n$'\\xff' $\\xff\n"],
  ["echo $'a\\0b'c $'a\\x00b' $'\\\\0'", 'ac a \\0\n'],
])('%s', async (line, out) => {
  expect(await rawRun(vm, line)).toEqual({ out, err: '', exitCode: 0 })
})

test('Those that stand in a script are its bytes', async () => {
  await upload(vm, '/tmp/script', Buffer.from('x=\xff; printf %s "$x" \'\xfe\'\n', 'latin1'))
  expect(await rawRun(vm, 'bash /tmp/script; sh /tmp/script')).toEqual({
    out: '\xff\xfe\xff\xfe',
    err: '',
    exitCode: 0,
  })
})
