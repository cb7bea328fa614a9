/** The text of an assignment on the command line, where some backslashes mean what they mean in a program. */
export function assignedText(text: string): string {
  return text.replace(/\\([\\"nt/])/g, (_, code: string) => ({ n: '\n', t: '\t' })[code] ?? code)
}
