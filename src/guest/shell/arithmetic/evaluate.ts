/** Arithmetic from the text of a script: what begins with $ is expanded first. */
export { evaluate } from '../expand/expand.js'
