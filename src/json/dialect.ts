/** How versions of the agent differ in the JSON they read and write. */

/** Which JSON the agent reads: '2.11', '5.2' (5.2 up to 10.x), '11.1' (parses token by token, tells positions). */
export type Syntax = '2.11' | '5.2' | '11.1'

/** How doubles are printed: 'f' = %f with trailing zeros cut (2.11, 5.2), 'g' = %.17g (7.2 and later). */
export type Doubles = 'f' | 'g'
