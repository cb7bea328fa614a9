/** Programs that go on while others do: they read and write piece by piece, wait, and run other programs. */
import type { Ending } from '../processes.js'
import type { Wait } from '../wait.js'
import type { Task } from './task.js'

/**
 * What a process does, from beginning to end; it yields what it waits for. An Errno that it doesn't catch ends it with
 * status 1.
 */
export type Body = (task: Task) => Generator<Wait, Ending, void>
