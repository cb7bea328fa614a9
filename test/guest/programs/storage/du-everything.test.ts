/** du over file systems of which names lead nowhere. */
import { expect, test } from 'vitest'
import { Guest } from '../../../../src/guest/guest.js'
import { exec } from '../exec.js'
import { debian } from '../guest.js'

test.each(['/', '/proc', '/proc/1'])('du goes through all of %s', path => {
  const guest = new Guest(debian)
  const { stdout, stderr, exitCode } = exec(guest, ['/bin/bash', '-c', `set -o pipefail; du -s ${path} | cat`])
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
  expect(stdout).toMatch(new RegExp(`^\\d+\t${path}\n$`))
})
