/** The error codes of Windows that a guest can meet, with their texts in English, as FormatMessage gives them without CR LF. */
const CODES = {
  ERROR_INVALID_FUNCTION: [1, 'Incorrect function.'],
  ERROR_FILE_NOT_FOUND: [2, 'The system cannot find the file specified.'],
  ERROR_PATH_NOT_FOUND: [3, 'The system cannot find the path specified.'],
  ERROR_ACCESS_DENIED: [5, 'Access is denied.'],
  ERROR_INVALID_HANDLE: [6, 'The handle is invalid.'],
  ERROR_INVALID_DRIVE: [15, 'The system cannot find the drive specified.'],
  ERROR_NOT_SAME_DEVICE: [17, 'The system cannot move the file to a different disk drive.'],
  ERROR_WRITE_PROTECT: [19, 'The media is write protected.'],
  ERROR_NOT_READY: [21, 'The device is not ready.'],
  ERROR_SHARING_VIOLATION: [32, 'The process cannot access the file because it is being used by another process.'],
  ERROR_BAD_NETPATH: [53, 'The network path was not found.'],
  ERROR_FILE_EXISTS: [80, 'The file exists.'],
  ERROR_INVALID_PARAMETER: [87, 'The parameter is incorrect.'],
  ERROR_DISK_FULL: [112, 'There is not enough space on the disk.'],
  ERROR_INVALID_NAME: [123, 'The filename, directory name, or volume label syntax is incorrect.'],
  ERROR_NEGATIVE_SEEK: [131, 'An attempt was made to move the file pointer before the beginning of the file.'],
  ERROR_DIR_NOT_EMPTY: [145, 'The directory is not empty.'],
  ERROR_ALREADY_EXISTS: [183, 'Cannot create a file when that file already exists.'],
  ERROR_FILENAME_EXCED_RANGE: [206, 'The filename or extension is too long.'],
  ERROR_FILE_TOO_LARGE: [223, 'The file size exceeds the limit allowed and cannot be saved.'],
  ERROR_DIRECTORY: [267, 'The directory name is invalid.'],
  ERROR_INVALID_SERVICE_CONTROL: [1052, 'The requested control is not valid for this service.'],
  ERROR_SERVICE_ALREADY_RUNNING: [1056, 'An instance of the service is already running.'],
  ERROR_SERVICE_DOES_NOT_EXIST: [1060, 'The specified service does not exist as an installed service.'],
  ERROR_SERVICE_NOT_ACTIVE: [1062, 'The service has not been started.'],
  ERROR_SHUTDOWN_IN_PROGRESS: [1115, 'A system shutdown is in progress.'],
  NERR_UserNotFound: [2221, 'The user name could not be found.'],
  NERR_PasswordTooShort: [
    2245,
    'The password does not meet the password policy requirements. Check the minimum password length, password complexity and password history requirements.',
  ],
  E_FAIL: [0x8000_4005, 'Unspecified error'],
} as const

export type Win32Name = keyof typeof CODES

const TEXTS: ReadonlyMap<number, string> = new Map(Object.values(CODES))

/** FACILITY_WIN32 of an HRESULT: the lower half is a code like those of other functions. */
const FACILITY_WIN32 = 0x8007_0000

/** Ends in a full stop; '' for a code that the system has no text for, as those of VSS are. */
export function systemText(code: number): string {
  const isWrapped = code - (code % 0x1_0000) === FACILITY_WIN32
  return TEXTS.get(code) ?? (isWrapped ? TEXTS.get(code % 0x1_0000) : undefined) ?? ''
}

/** What a function of Windows fails with: its last error, or the HRESULT that it returned, 32 bits without a sign. */
export class Win32Error extends Error {
  override readonly name = 'Win32Error'
  readonly code: number

  constructor(error: Win32Name | number, what = '') {
    const code = typeof error === 'number' ? error : CODES[error][0]
    super([`error ${code}`, systemText(code), what].filter(part => part !== '').join(': '))
    this.code = code
  }

  /** "Access is denied." */
  get text(): string {
    return systemText(this.code)
  }
}
