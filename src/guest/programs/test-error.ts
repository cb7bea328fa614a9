/** What is wrong with an expression of test(1). */
export class TestError extends Error {
  override readonly name = 'TestError'
}
