/** Where files and programs of a Windows guest can't lie, and programs that nothing would ever fit. */
import { describe, expect, test } from 'vitest'
import { createVm, type ScenarioInput } from '../../src/index.js'
import { load, refusal } from './vocabulary.js'

const windows = {
  os: { family: 'windows' },
  disks: [
    { name: 'PhysicalDrive0', size: '40GiB' },
    { name: 'CdRom0', size: 0 },
  ],
  volumes: [{ letter: 'C' }, { letter: 'D', kind: 'cdrom', empty: true }],
} satisfies ScenarioInput

const refused = (scenario: ScenarioInput) => refusal(() => load(scenario)).split('\n')

const NOT_THERE = 'expected a path on a volume that is there'
const NAMES = 'expected names of at most 255 characters, without control characters and < > : " | ? *'
const PROGRAM = 'expected a program of Windows such as cmd.exe or C:\\Tools\\app.exe'
const BLANKS = 'expected quotes around a path with blanks'

test.each<[ScenarioInput, string]>([
  [{ files: { 'E:\\x': '' } }, `files["E:\\\\x"]: ${NOT_THERE}, got "E:\\\\x". volumes has none of that name.`],
  [
    { files: { 'D:\\x': '' } },
    'files["D:\\\\x"]: expected a path on a volume with something in it, got "D:\\\\x". That one is empty.',
  ],
  [{ files: { 'C:\\x:stream': '' } }, `files["C:\\\\x:stream"]: ${NAMES}, got "C:\\\\x:stream".`],
  [{ files: { 'C:\\a<b>.txt': '' } }, `files["C:\\\\a<b>.txt"]: ${NAMES}, got "C:\\\\a<b>.txt".`],
  [
    { files: { 'C:\\nul.txt': '' } },
    'files["C:\\\\nul.txt"]: expected the name of a file, got "C:\\\\nul.txt". A device of Windows has that name.',
  ],
  [
    { files: { 'C:\\com1': '' } },
    'files["C:\\\\com1"]: expected the name of a file, got "C:\\\\com1". A device of Windows has that name.',
  ],
  [
    { files: { '\\\\server\\share\\x': '' } },
    'files["\\\\\\\\server\\\\share\\\\x"]: expected a path on a volume, got "\\\\\\\\server\\\\share\\\\x". mockvm simulates no shares.',
  ],
  [
    { files: { 'C:\\a': '', 'C:/A/b.txt': '' } },
    'files["C:/A/b.txt"]: expected C:\\a to be a directory, got a file of that name.',
  ],
  [
    { files: { 'C:\\dup.txt': '', 'c:\\DUP.TXT': '' } },
    'files["c:\\\\DUP.TXT"]: expected a path of its own, got "c:\\\\DUP.TXT", which is "C:\\\\dup.txt".',
  ],
  [
    { files: { 'C:\\windows': '' } },
    'files["C:\\\\windows"]: expected a directory, for the guest has C:\\Windows\\System32, got a file.',
  ],
  [{ agent: { stateDir: 'E:\\x' } }, `agent.stateDir: ${NOT_THERE}, got "E:\\\\x". volumes has none of that name.`],
  [
    { users: { jdoe: { profile: 'E:\\jdoe' } } },
    `users.jdoe.profile: ${NOT_THERE}, got "E:\\\\jdoe". volumes has none of that name.`,
  ],
  [
    { programs: [{ path: 'E:\\x.exe' }] },
    `programs[0].path: ${NOT_THERE}, got "E:\\\\x.exe". volumes has none of that name.`,
  ],
  [
    { programs: [{ match: '"E:\\x y.exe" /a' }] },
    `programs[0].match: ${NOT_THERE}, got "E:\\\\x y.exe". volumes has none of that name.`,
  ],
  [{ programs: [{ match: 'a:b' }] }, `programs[0].match: ${NAMES}, got "a:b".`],
  [{ programs: [{ match: '/usr/bin/id' }] }, `programs[0].match: ${PROGRAM}, got "/usr/bin/id".`],
  [
    { programs: [{ match: 'back*.exe /a' }] },
    `programs[0].match: ${PROGRAM}, got "back*.exe /a". Only in its arguments * stands for any text.`,
  ],
  [
    { programs: [{ match: 'C:\\Program Files\\x.exe /a' }] },
    `programs[0].match: ${BLANKS}, got "C:\\\\Program Files\\\\x.exe /a". ` +
      'Write C:\\Program Files\\x.exe in them, or the program with its .exe.',
  ],
])('%j is refused', (scenario, text) => {
  expect(refused({ ...windows, ...scenario })).toEqual([`scenario object  ${text}`])
})

test('a program of Windows fits nothing on another guest', () => {
  const expected = 'programs[0].match: expected a program of the guest such as /usr/bin/id or id'
  expect(refused({ programs: [{ match: 'C:\\x.exe' }] })).toEqual([`scenario object  ${expected}, got "C:\\\\x.exe".`])
  expect(refused({ programs: [{ match: '"C:\\x y.exe" /a' }] })).toEqual([
    `scenario object  ${expected}, got "\\"C:\\\\x y.exe\\" /a".`,
  ])
})

describe('is taken', () => {
  test.each<[ScenarioInput]>([
    [{ programs: [{ match: '"C:\\Program Files\\x.exe" /a C:\\y.exe' }] }],
    [{ programs: [{ match: 'C:\\Tools\\run.exe job.exe' }] }],
    [{ programs: [{ match: 'C:\\Tools\\run C:\\job.exe' }] }],
    [{ programs: [{ match: 'cmd /c *' }] }],
    [{ files: { 'C:\\a': { directory: true }, 'C:/A/b.txt': '' } }],
    [{ files: { 'C:\\Windows\\System32\\cmd.exe': 'nothing', 'C:\\Windows': { directory: true } } }],
  ])('%j', async scenario => {
    await using vm = await createVm({ scenario: { ...windows, ...scenario } })
    expect(await vm.call('guest-fsfreeze-status')).toBe('thawed')
    expect(vm.guest.files.exists('C:\\Windows\\System32')).toBe(true)
  })
})

test('a volume is called by a GUID only when the scenario tells it: one of the seed changes with the seed', () => {
  const guid = 'ab0b9835-0000-4000-8000-000000000002'
  const files = { [`\\\\?\\Volume{${guid}}\\x`]: 'text' }
  const volumes = [{ letter: 'C' }, { guid, size: '1GiB' }]
  expect(load({ ...windows, volumes, files }).guest.files).toHaveLength(1)
  const text = JSON.stringify(Object.keys(files)[0])
  expect(refused({ ...windows, files })).toEqual([
    `scenario object  files[${text}]: ${NOT_THERE}, got ${text}. volumes has none of that name.`,
  ])
})
