export type ProblemCode =
  | 'malformed'
  | 'duplicate_id'
  | 'unknown_node'
  | 'unknown_handle'
  | 'duplicate_edge'
  | 'missing_handle'
  | 'edge_into_trigger'
  | 'no_trigger'
  | 'unreachable'
  | 'endless_loop'
  | 'template_syntax'
  | 'unknown_reference'
  | 'too_long'
  | 'too_many'
  | 'conflicting_choices';

/** Something in one node's data; the compiler adds the node. */
export interface DataProblem {
  code: ProblemCode;
  /** Dotted path inside the node's `data`. */
  path: string;
  message: string;
}

/** Why a definition cannot be published, and where. */
export interface FlowProblem {
  code: ProblemCode;
  nodeId?: string;
  edgeId?: string;
  /** Dotted path inside the node or edge, or inside the definition when neither is known. */
  path?: string;
  message: string;
}
