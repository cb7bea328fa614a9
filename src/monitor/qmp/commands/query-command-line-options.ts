import { q } from '../../../qapi/descriptor.js'
import { QapiError } from '../../../qapi/errors.js'
import { defineQmpCommand } from '../define.js'
import { notSimulated } from '../errors.js'

const CommandLineOptionInfo = q.struct('CommandLineOptionInfo', { option: q.str, parameters: q.list(q.any) })

/** Those that QEMU 7.2 tells of. */
const OPTIONS =
  'machine iscsi sandbox virtfs fsdev smbios acpi vnc action fw_cfg icount numa name msg overcommit tpmdev object ' +
  'add-fd boot-opts smp-opts memory accel option-rom plugin trace mon global rtc net nic netdev device chardev ' +
  'drive'

export const queryCommandLineOptions = defineQmpCommand({
  name: 'query-command-line-options',
  since: '1.5',
  doc: 'List the options of the command line and what they take: none are told, and asked for one it fails.',
  args: { option: q.optional(q.str) },
  returns: q.list(CommandLineOptionInfo),
  run: (_context, { option }) => {
    if (option === undefined) return []
    if (OPTIONS.split(' ').includes(option)) throw notSimulated(`what the option ${option} takes`)
    throw new QapiError(`invalid option name: ${option}`)
  },
})
