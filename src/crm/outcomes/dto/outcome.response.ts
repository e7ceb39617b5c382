import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../../../shared/http';
import type { Page } from '../../../shared/kernel';
import { type Goal, GOALS } from '../domain/goal';
import {
  OUTCOME_LINKS,
  type Outcome,
  type OutcomeLinkKind,
  OUTCOME_STATUSES,
  type OutcomeStatus,
} from '../domain/outcome';

const TEXTS = { type: 'object', additionalProperties: { type: 'string' } } as const;

class OutcomeChangeResponse {
  at: Date;

  /** What was said then. */
  @ApiProperty(TEXTS)
  fields: Record<string, string>;

  value?: number;

  /** The member who corrected it; absent for a flow. */
  userId?: string;
}

class OutcomeLinkResponse {
  @ApiProperty({ enum: OUTCOME_LINKS })
  kind: OutcomeLinkKind;

  /** Of the task or the support ticket. */
  id: string;
}

export class OutcomeResponse {
  id: string;

  @ApiProperty({ enum: GOALS })
  goal: Goal;

  contactId: string;

  conversationId: string;

  @ApiProperty({ enum: OUTCOME_STATUSES })
  status: OutcomeStatus;

  @ApiProperty(TEXTS)
  fields: Record<string, string>;

  /** What it is worth, in the currency of the workspace. */
  value?: number;

  /** How it came to be what it is, oldest first; the newest fifty steps. */
  history: OutcomeChangeResponse[];

  /** What a request for support was turned into. */
  link?: OutcomeLinkResponse;

  /** When it was completed or cancelled. */
  closedAt?: Date;

  createdAt: Date;

  updatedAt: Date;
}

export class OutcomePageResponse extends PageOf(OutcomeResponse) {}

export function toOutcomeResponse(outcome: Outcome): OutcomeResponse {
  const { workspaceId: _workspace, effects: _effects, revision: _revision, history, fields, ...shown } = outcome;
  const changes = history.map((change) => ({ ...change, fields: { ...change.fields } }));
  return { ...shown, fields: { ...fields }, history: changes };
}

export function toOutcomePageResponse(page: Page<Outcome>): OutcomePageResponse {
  return { ...page, items: page.items.map(toOutcomeResponse) };
}
