/** What systemd leaves in wtmp when the machine comes up and goes down, besides who logs in and out. */
import type { SessionConfig } from './config.js'
import { BOOT_TIME, RUN_LVL } from './utmp.js'

const LINE = '~'
/** The run level that graphical.target stands for, as wtmp has it: the character in place of a pid. */
export const RUN_LEVEL = '5'
/** The target is reached so long after the boot, microseconds. */
const TARGET_REACHED = 6_000_000n

/** `release` of the kernel; times in microseconds, `now` being when the records are made. */
export function bootRecords(release: string, booted: bigint, now: bigint): SessionConfig[] {
  const common = { line: LINE, host: release }
  return [
    { ...common, type: BOOT_TIME, pid: 0, user: 'reboot', time: booted },
    { ...common, type: RUN_LVL, pid: RUN_LEVEL.charCodeAt(0), user: 'runlevel', time: levelReached(booted, now) },
  ]
}

/** When the run level was reached, or is as good as reached. */
export function levelReached(booted: bigint, now: bigint): bigint {
  return booted + TARGET_REACHED < now ? booted + TARGET_REACHED : now
}

export function shutdownRecord(release: string, time: bigint): SessionConfig {
  return { type: RUN_LVL, pid: 0, line: LINE, user: 'shutdown', host: release, time }
}
