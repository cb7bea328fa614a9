/** The values of an NVMe disk's SMART log (NVM Express, log page 02h) that are counters or readings, in its order. */
export const SMART_VALUES = [
  'criticalWarning',
  'temperature',
  'availableSpare',
  'availableSpareThreshold',
  'percentageUsed',
  'dataUnitsRead',
  'dataUnitsWritten',
  'hostReadCommands',
  'hostWriteCommands',
  'controllerBusyTime',
  'powerCycles',
  'powerOnHours',
  'unsafeShutdowns',
  'mediaErrors',
  'errorLogEntries',
] as const

export type SmartValue = (typeof SMART_VALUES)[number]

/** `temperature` is in kelvins. */
export type SmartLog = Readonly<Record<SmartValue, bigint>>

/** As QEMU's own NVMe disk has it: 50 °C, and nothing counted. */
export const QEMU_SMART_LOG = {
  ...Object.fromEntries(SMART_VALUES.map(name => [name, 0n])),
  temperature: 323n,
} as SmartLog
