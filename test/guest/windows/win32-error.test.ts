import { expect, test } from 'vitest'
import { systemText, Win32Error } from '../../../src/guest/windows/win32-error.js'

test.each([
  [2, 'The system cannot find the file specified.'],
  [5, 'Access is denied.'],
  [0x8007_0005, 'Access is denied.'],
  [0x8007_0426, 'The service has not been started.'],
  [0x8000_4005, 'Unspecified error'],
  [0x8004_2314, ''],
  [4711, ''],
])('the text of %i is %j', (code, text) => {
  expect(systemText(code)).toBe(text)
})

test('an error has a code, by its name or its number', () => {
  expect(new Win32Error('ERROR_SHARING_VIOLATION').code).toBe(32)
  expect(new Win32Error(32).text).toBe(new Win32Error('ERROR_SHARING_VIOLATION').text)
  expect(new Win32Error('ERROR_FILE_NOT_FOUND', 'C:\\x').message).toBe(
    'error 2: The system cannot find the file specified.: C:\\x',
  )
})
