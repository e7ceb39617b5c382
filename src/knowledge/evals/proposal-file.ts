import { z } from 'zod';
import { GATED_GROUPS } from '../domain/evals/proposed-change';
import { proposalInvalid } from './evals.errors';
import type { ProposalWishes } from './proposals.service';

const id = z.string().min(1).max(64);

const file = z.strictObject({
  settings: z
    .array(z.strictObject({ group: z.enum(GATED_GROUPS), values: z.record(z.string(), z.unknown()) }))
    .default([]),
  activate: z.array(id).max(20).default([]),
  deactivate: z.array(id).max(20).default([]),
});

/** A proposed change as a file holds it, in JSON. @throws DomainError EVAL.PROPOSAL_INVALID */
export function proposalIn(text: string): ProposalWishes {
  const parsed = file.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  throw proposalInvalid(parsed.error.issues.map(({ path, message }) => ({ field: path.join('.'), rule: message })));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw proposalInvalid([{ field: 'file', rule: 'must be JSON' }]);
  }
}
