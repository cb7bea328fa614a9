/**
 * Something that the guest's clock brings later: call it with what shall go on then. It may go on at once. Commands
 * that wait are generators that yield these, so that they read from top to bottom and settle in the clock's own turn.
 */
export type Wait = (resume: () => void) => void
