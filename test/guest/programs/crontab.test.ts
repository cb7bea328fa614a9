import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ended, fails, prints, programGuest, run } from './guest.js'

const TABLE = '# jobs\nMAILTO=root\n*/5 * * * * /bin/true\n@daily /bin/sync\n0 4 1,15 jan-mar mon-fri date +\\%F\n'

test('a table is installed, listed and removed', () => {
  const guest = programGuest()
  expect(ended(guest, 'crontab -l')).toEqual(fails('no crontab for root\n'))
  expect(run(guest, ['crontab', '-'], { stdin: TABLE })).toMatchObject({ stdout: '', stderr: '', exitCode: 0 })
  expect(ended(guest, 'crontab -l')).toEqual(prints(TABLE))
  expect(ended(guest, 'crontab -l -u nobody')).toEqual(fails('no crontab for nobody\n'))
  expect(ended(guest, 'crontab -r')).toEqual(prints(''))
  expect(ended(guest, 'crontab -r')).toEqual(fails('no crontab for root\n'))
})

test.each([
  ['61 * * * * x', 'minute'],
  ['* 24 * * * x', 'hour'],
  ['* * 0 * * x', 'day-of-month'],
  ['* * * foo * x', 'month'],
  ['* * * * 8 x', 'day-of-week'],
  ['* * * * *', 'command'],
  ['@never x', 'time specifier'],
])('of a mistake the old table stays: %s', (line, what) => {
  const guest = programGuest()
  run(guest, ['crontab', '-'], { stdin: TABLE })
  const { stderr, exitCode } = run(guest, ['crontab'], { stdin: `# x\n${line}\n` })
  expect({ stderr, exitCode }).toEqual({
    stderr: `"-":2: bad ${what}\nerrors in crontab file, can't install.\n`,
    exitCode: 1,
  })
  expect(ended(guest, 'crontab -l').stdout).toBe(TABLE)
})

test('who is nobody has no table', () => {
  const guest = programGuest()
  expect(ended(guest, 'crontab -l -u ghost')).toEqual(fails("crontab:  user `ghost' unknown\n"))
  expect(ended(guest, 'crontab -l -u root', 'nobody')).toEqual(fails('must be privileged to use -u\n'))
  expect(ended(guest, 'crontab /nosuch')).toEqual(fails('/nosuch: No such file or directory\n'))
})

test('whatever is given is installed as it is, or refused', () => {
  fc.assert(
    fc.property(fc.string(), text => {
      const guest = programGuest()
      const { exitCode } = run(guest, ['crontab', '-'], { stdin: Buffer.from(text) })
      const listed = run(guest, ['crontab', '-l']).stdout
      expect(Buffer.from(listed, 'latin1').toString()).toBe(exitCode === 0 ? text : '')
    }),
    { numRuns: 30 },
  )
})
