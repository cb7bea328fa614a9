/** How Windows starts the service QEMU-GA: as LocalSystem, in the folder of the system. */
export const WINDOWS_SERVICE = {
  stateDir: 'C:\\ProgramData\\qemu-ga',
  user: 'SYSTEM',
  env: {
    ALLUSERSPROFILE: 'C:\\ProgramData',
    APPDATA: 'C:\\Windows\\system32\\config\\systemprofile\\AppData\\Roaming',
    CommonProgramFiles: 'C:\\Program Files\\Common Files',
    'CommonProgramFiles(x86)': 'C:\\Program Files (x86)\\Common Files',
    CommonProgramW6432: 'C:\\Program Files\\Common Files',
    ComSpec: 'C:\\Windows\\system32\\cmd.exe',
    DriverData: 'C:\\Windows\\System32\\Drivers\\DriverData',
    LOCALAPPDATA: 'C:\\Windows\\system32\\config\\systemprofile\\AppData\\Local',
    OS: 'Windows_NT',
    Path: 'C:\\Windows\\system32;C:\\Windows;C:\\Windows\\System32\\Wbem;C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\',
    PATHEXT: '.COM;.EXE;.BAT;.CMD;.VBS;.VBE;.JS;.JSE;.WSF;.WSH;.MSC',
    ProgramData: 'C:\\ProgramData',
    ProgramFiles: 'C:\\Program Files',
    'ProgramFiles(x86)': 'C:\\Program Files (x86)',
    ProgramW6432: 'C:\\Program Files',
    PSModulePath:
      'C:\\Program Files\\WindowsPowerShell\\Modules;C:\\Windows\\system32\\WindowsPowerShell\\v1.0\\Modules',
    PUBLIC: 'C:\\Users\\Public',
    SystemDrive: 'C:',
    SystemRoot: 'C:\\Windows',
    TEMP: 'C:\\Windows\\TEMP',
    TMP: 'C:\\Windows\\TEMP',
    USERPROFILE: 'C:\\Windows\\system32\\config\\systemprofile',
    windir: 'C:\\Windows',
  },
  cwd: 'C:\\Windows\\System32',
  // As the installer registers it: qemu-ga.exe -d --retry-path.
  retryPath: true,
} as const
