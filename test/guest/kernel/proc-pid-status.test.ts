import { expect, test } from 'vitest'
import { programGuest } from '../programs/guest.js'

/** In the order of Linux 6.1. */
const LINES =
  'Name Umask State Tgid Ngid Pid PPid TracerPid Uid Gid FDSize Groups NStgid NSpid NSpgid NSsid VmPeak VmSize VmLck ' +
  'VmPin VmHWM VmRSS RssAnon RssFile RssShmem VmData VmStk VmExe VmLib VmPTE VmSwap HugetlbPages CoreDumping ' +
  'THP_enabled Threads SigQ SigPnd ShdPnd SigBlk SigIgn SigCgt CapInh CapPrm CapEff CapBnd CapAmb NoNewPrivs Seccomp ' +
  'Seccomp_filters Speculation_Store_Bypass SpeculationIndirectBranch Cpus_allowed Cpus_allowed_list Mems_allowed ' +
  'Mems_allowed_list voluntary_ctxt_switches nonvoluntary_ctxt_switches'

const SLEEP = { pid: 700, ppid: 1, user: 'daemon', argv: ['/bin/sleep', '9'] }

function names(text: string): string {
  return text
    .split('\n')
    .filter(line => line !== '')
    .map(line => line.split(':')[0])
    .join(' ')
}

test('the lines of status are those of the kernel, and threads of its own have no memory', () => {
  const { processes, files } = programGuest()
  processes.start(SLEEP)
  processes.start({ pid: 2, ppid: 0, user: 'root', argv: ['[kthreadd]'] })
  expect(names(files.readFile('/proc/700/status', 'utf8'))).toBe(LINES)
  expect(names(files.readFile('/proc/2/status', 'utf8'))).toBe(LINES.replace(/VmPeak.*THP_enabled /, ''))
})

test('stat, statm and status tell the same sizes', () => {
  const { processes, files } = programGuest()
  processes.start(SLEEP)
  const fields = files.readFile('/proc/700/stat', 'utf8').trimEnd().split(' ')
  const status = files.readFile('/proc/700/status', 'utf8')
  expect(fields).toHaveLength(52)
  expect(fields.slice(0, 8).join(' ')).toBe('700 (sleep) S 1 700 700 0 -1')
  expect(fields.slice(22, 24)).toEqual([String(5464 * 1024), String(884 / 4)])
  expect(status).toMatch(/^VmSize:\t {4}5464 kB$/m)
  expect(status).toMatch(/^VmRSS:\t {5}884 kB$/m)
  expect(files.readFile('/proc/700/statm', 'utf8')).toBe('1366 221 155 68 0 196 0\n')
})

test('what else is known of a process is in files of its own', () => {
  const { processes, files } = programGuest()
  processes.start({ ...SLEEP, cwd: '/tmp', environ: ['A=1', 'B=2'] })
  const read = (name: string) => files.readFile(`/proc/700/${name}`, 'utf8')
  expect(read('environ')).toBe('A=1\0B=2\0')
  expect(read('cmdline')).toBe('/bin/sleep\x009\0')
  expect(read('loginuid') + read('sessionid')).toBe('42949672954294967295')
  expect(read('oom_score')).toMatch(/^66\d\n$/)
  expect(read('oom_score_adj')).toBe('0\n')
  expect(read('limits')).toMatch(/^Max open files {12}1024 {17}524288 {15}files {5}$/m)
  expect(files.readlink('/proc/700/cwd')).toBe('/tmp')
  expect(files.readdir('/proc/700/task')).toEqual(['700'])
  expect(files.readFile('/proc/1/task/1/children', 'utf8')).toContain('700 ')
})
