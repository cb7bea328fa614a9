/** The SMART log of a disk. Counters have 128 bits, in two halves. */
import { QEMU_SMART_LOG, type SmartLog, type SmartValue } from '../guest/nvme-smart.js'
import { type Infer, q } from '../qapi/descriptor.js'

export const DiskSmart = q.struct('GuestDiskSmart', {
  type: q.doc('what kind of disk tells it: there is no other', q.enum('GuestDiskSmartType', ['nvme'])),
  'critical-warning': q.int,
  temperature: q.doc('kelvins', q.int),
  'available-spare': q.doc('percent', q.int),
  'available-spare-threshold': q.doc('percent', q.int),
  'percentage-used': q.int,
  'data-units-read-lo': q.doc('units of 512,000 bytes', q.uint64),
  'data-units-read-hi': q.uint64,
  'data-units-written-lo': q.uint64,
  'data-units-written-hi': q.uint64,
  'host-read-commands-lo': q.uint64,
  'host-read-commands-hi': q.uint64,
  'host-write-commands-lo': q.uint64,
  'host-write-commands-hi': q.uint64,
  'controller-busy-time-lo': q.doc('minutes', q.uint64),
  'controller-busy-time-hi': q.uint64,
  'power-cycles-lo': q.uint64,
  'power-cycles-hi': q.uint64,
  'power-on-hours-lo': q.uint64,
  'power-on-hours-hi': q.uint64,
  'unsafe-shutdowns-lo': q.uint64,
  'unsafe-shutdowns-hi': q.uint64,
  'media-errors-lo': q.uint64,
  'media-errors-hi': q.uint64,
  'number-of-error-log-entries-lo': q.uint64,
  'number-of-error-log-entries-hi': q.uint64,
})

export function diskSmart(log: SmartLog = QEMU_SMART_LOG): Infer<typeof DiskSmart> {
  const lo = (value: SmartValue) => BigInt.asUintN(64, log[value])
  const hi = (value: SmartValue) => log[value] >> 64n
  return {
    type: 'nvme',
    'critical-warning': log.criticalWarning,
    temperature: log.temperature,
    'available-spare': log.availableSpare,
    'available-spare-threshold': log.availableSpareThreshold,
    'percentage-used': log.percentageUsed,
    'data-units-read-lo': lo('dataUnitsRead'),
    'data-units-read-hi': hi('dataUnitsRead'),
    'data-units-written-lo': lo('dataUnitsWritten'),
    'data-units-written-hi': hi('dataUnitsWritten'),
    'host-read-commands-lo': lo('hostReadCommands'),
    'host-read-commands-hi': hi('hostReadCommands'),
    'host-write-commands-lo': lo('hostWriteCommands'),
    'host-write-commands-hi': hi('hostWriteCommands'),
    'controller-busy-time-lo': lo('controllerBusyTime'),
    'controller-busy-time-hi': hi('controllerBusyTime'),
    'power-cycles-lo': lo('powerCycles'),
    'power-cycles-hi': hi('powerCycles'),
    'power-on-hours-lo': lo('powerOnHours'),
    'power-on-hours-hi': hi('powerOnHours'),
    'unsafe-shutdowns-lo': lo('unsafeShutdowns'),
    'unsafe-shutdowns-hi': hi('unsafeShutdowns'),
    'media-errors-lo': lo('mediaErrors'),
    'media-errors-hi': hi('mediaErrors'),
    'number-of-error-log-entries-lo': lo('errorLogEntries'),
    'number-of-error-log-entries-hi': hi('errorLogEntries'),
  }
}
