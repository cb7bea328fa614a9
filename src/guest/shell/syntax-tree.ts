/** The tree that just-bash's parser makes of a script: its types alone, which cost nothing at run time. */
import type { CommandNode, SimpleCommandNode, StatementNode, WordNode } from 'just-bash'

export type { CommandNode, PipelineNode, ScriptNode, SimpleCommandNode, StatementNode, WordNode } from 'just-bash'

export type AssignmentNode = SimpleCommandNode['assignments'][number]
export type RedirectionNode = SimpleCommandNode['redirections'][number]
export type WordPart = WordNode['parts'][number]
type Of<T extends CommandNode['type']> = Extract<CommandNode, { type: T }>
export type IfNode = Of<'If'>
export type ForNode = Of<'For'>
export type CStyleForNode = Of<'CStyleFor'>
export type WhileNode = Of<'While'>
export type UntilNode = Of<'Until'>
export type CaseNode = Of<'Case'>
export type FunctionDefNode = Of<'FunctionDef'>
export type CompoundCommandNode = Exclude<CommandNode, SimpleCommandNode | FunctionDefNode>
export type ConditionalNode = Of<'ConditionalCommand'>
export type Body = readonly StatementNode[]
