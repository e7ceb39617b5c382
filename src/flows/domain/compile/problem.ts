/** What keeps a definition from being published. */
export const PROBLEM_CODES = [
  'malformed',
  'too_large',
  'duplicate_id',
  'unknown_node',
  'unknown_handle',
  'duplicate_edge',
  'missing_handle',
  'edge_into_trigger',
  'no_trigger',
  'unreachable',
  'endless_loop',
  'template_syntax',
  'unknown_reference',
  'too_long',
  'too_many',
  'conflicting_choices',
  'unsafe_pattern',
  'secret_in_text',
  'outside_window',
  'before_first_answer',
  'no_way_to_person',
  'no_bot_disclosure',
  'not_available',
  'unknown_sub_flow',
  'recursive_sub_flow',
] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];

/** What an author should look at; the flow can be published all the same. */
export const WARNING_CODES = ['may_be_too_long', 'may_be_outside_window', 'unset_variable'] as const;
export type WarningCode = (typeof WARNING_CODES)[number];

/** Something in one node's data; the compiler adds the node. */
export interface DataProblem {
  code: ProblemCode | WarningCode;
  /** Dotted path inside the node's `data`. */
  path: string;
  message: string;
  /** What to do about it; absent: the usual advice for the code. */
  hint?: string;
}

/** A reason why a definition cannot be published, or a warning, and where. */
export interface FlowProblem {
  code: ProblemCode | WarningCode;
  nodeId?: string;
  edgeId?: string;
  /** Dotted path inside the node or edge, or inside the definition when neither is known. */
  path?: string;
  message: string;
  /** What to do about it. */
  hint: string;
}
