/** Programs about disks and what is mounted. */
import type { Program } from '../program.js'
import { blkid } from './blkid.js'
import { dd } from './dd.js'
import { df } from './df.js'
import { du } from './du.js'
import { findmnt } from './findmnt.js'
import { fsfreeze } from './fsfreeze.js'
import { lsblk } from './lsblk.js'
import { mount } from './mount.js'
import { mountpoint } from './mountpoint.js'
import { swapoff, swapon } from './swap.js'
import { truncate } from './truncate.js'
import { umount } from './umount.js'

export const storagePrograms: ReadonlyMap<string, Program> = new Map<string, Program>([
  ['blkid', blkid],
  ['dd', dd],
  ['df', df],
  ['du', du],
  ['findmnt', findmnt],
  ['fsfreeze', fsfreeze],
  ['lsblk', lsblk],
  ['mount', mount],
  ['mountpoint', mountpoint],
  ['swapoff', swapoff],
  ['swapon', swapon],
  ['truncate', truncate],
  ['umount', umount],
])
