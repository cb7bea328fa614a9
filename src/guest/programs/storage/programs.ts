/** Programs about disks and what is mounted. */
import type { Program } from '../program.js'
import { blkid } from './blkid.js'
import { blockdev } from './blockdev.js'
import { dd } from './dd.js'
import { df } from './df.js'
import { du } from './du.js'
import { findmnt } from './findmnt.js'
import { fsfreeze } from './fsfreeze.js'
import { growpart, resize2fs } from './growing.js'
import { lsblk } from './lsblk.js'
import { mount } from './mount.js'
import { mountpoint } from './mountpoint.js'
import { swapoff, swapon } from './swap.js'
import { truncate } from './truncate.js'
import { umount } from './umount.js'

export const storagePrograms: ReadonlyMap<string, Program> = new Map<string, Program>([
  ['blkid', blkid],
  ['blockdev', blockdev],
  ['dd', dd],
  ['df', df],
  ['du', du],
  ['findmnt', findmnt],
  ['fsfreeze', fsfreeze],
  ['growpart', growpart],
  ['lsblk', lsblk],
  ['mount', mount],
  ['mountpoint', mountpoint],
  ['resize2fs', resize2fs],
  ['swapoff', swapoff],
  ['swapon', swapon],
  ['truncate', truncate],
  ['umount', umount],
])
