import type { WorkspaceId } from '../../../shared/kernel';

/** What a call serves; a closed list, since it is a label of metrics and of the usage view. */
export const AI_PURPOSES = [
  'reply',
  'agent',
  'intent',
  'goal',
  'summary',
  'suggestion',
  'answer',
  'ingest',
  'search',
  'vision',
  'transcript',
  'assistant',
  'eval',
  'probe',
] as const;
export type AiPurpose = (typeof AI_PURPOSES)[number];

/** Those that the plan counts as AI messages: what a person gets to read. */
const COUNTED: readonly AiPurpose[] = ['reply', 'agent', 'suggestion', 'answer'];

/** The node of a version of a flow that asked, and what the flow is for: one of few labels. */
export interface AskingFlow {
  versionId: string;
  nodeId: string;
  goal: string;
}

/** Who pays for a call, and where it is shown. */
export interface AiScope {
  /** Null: the platform itself, for what belongs to no workspace. */
  workspaceId: WorkspaceId | null;
  conversationId?: string;
  /** Absent: no flow asked. */
  flow?: AskingFlow;
  purpose: AiPurpose;
  /** A further call for a message that the plan has counted already, as after a tool's answer. */
  continues?: boolean;
}

export const countsAsMessage = ({ purpose, continues }: AiScope): boolean =>
  continues !== true && COUNTED.includes(purpose);
