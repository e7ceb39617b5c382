import { Injectable } from '@nestjs/common';
import { AiReplyFacts, FollowupFacts, SessionFacts } from '../../automation';
import { GOALS, OutcomeFacts } from '../../crm';
import { EscalationFacts } from '../../escalations';
import { CommentFacts } from '../../instagram';
import type { CountedRow, CountedRows } from '../../shared/database';
import { byWorkspace, type ConversationId, type CursorPosition, type WorkspaceId } from '../../shared/kernel';
import type { Cell } from './domain/counts';
import type { CountingWorld } from './domain/counting-world';
import { escalationCells, escalationTimings } from './domain/escalation-cells';
import { aiReplyCells, commentCells, followupCells, outcomeCells, sessionCells } from './domain/row-cells';
import type { Timing } from './domain/timings';
import { type Unit, unitId, type UnitKind } from './domain/unit';

interface RowFact extends CountedRow {
  conversationId: ConversationId;
}

/** Rows of one workspace that are counted each for itself. */
export interface RowBatch {
  workspaceId: WorkspaceId;
  conversationIds: ConversationId[];
  /** Of the units that they are, also of those that count for nothing. */
  unitIds: string[];
  units(world: CountingWorld, isReported: (conversationId: ConversationId) => boolean): Unit[];
  /** Part of the transaction in which they are counted. */
  mark(): Promise<void>;
}

/** A collection whose rows are counted each for itself. */
export interface RowSource {
  kind: UnitKind;
  collection: string;
  /** Of all workspaces from that one on; `isFull`: there may be more. */
  waiting(from: WorkspaceId, limit: number): Promise<{ batches: RowBatch[]; isFull: boolean }>;
  all(workspaceId: WorkspaceId, pageSize: number): AsyncGenerator<RowBatch>;
}

/** Everything that is counted, but for messages. */
@Injectable()
export class RowSources {
  readonly all: readonly RowSource[];

  constructor(
    sessions: SessionFacts,
    escalations: EscalationFacts,
    outcomes: OutcomeFacts,
    comments: CommentFacts,
    aiReplies: AiReplyFacts,
    followups: FollowupFacts,
  ) {
    this.all = [
      sourceOf('session', sessions, sessionCells, ({ startedAt }) => startedAt),
      sourceOf('escalation', escalations, escalationCells, ({ createdAt }) => createdAt, escalationTimings),
      sourceOf('comment', comments, commentCells, ({ createdAt }) => createdAt),
      sourceOf('ai-reply', aiReplies, aiReplyCells, ({ at }) => at),
      sourceOf('followup', followups, followupCells, ({ dueAt }) => dueAt),
      ...GOALS.map((goal) =>
        sourceOf(
          'outcome',
          outcomes.byGoal[goal],
          (fact, world) => outcomeCells(goal, fact, world),
          ({ createdAt }) => createdAt,
        ),
      ),
    ];
  }
}

const timed = (timings: readonly Timing[]): Pick<Unit, 'timings'> => (timings.length === 0 ? {} : { timings });

function sourceOf<Row extends RowFact>(
  kind: UnitKind,
  facts: CountedRows<Row>,
  cellsOf: (row: Row, world: CountingWorld) => Cell[],
  ageOf: (row: Row) => Date,
  timingsOf: (row: Row, world: CountingWorld) => Timing[] = () => [],
): RowSource {
  const batchOf = (workspaceId: WorkspaceId, rows: readonly Row[]): RowBatch => ({
    workspaceId,
    conversationIds: rows.map(({ conversationId }) => conversationId),
    unitIds: rows.map(({ _id }) => unitId(workspaceId, kind, _id)),
    units: (world, isReported) =>
      rows
        .filter(({ conversationId }) => isReported(conversationId))
        .map((row) => ({
          id: unitId(workspaceId, kind, row._id),
          ...{ kind, conversationId: row.conversationId, cells: cellsOf(row, world) },
          ...timed(timingsOf(row, world)),
        })),
    mark: () => facts.markCounted(workspaceId, rows),
  });
  return {
    kind,
    collection: facts.collection,
    waiting: async (from, limit) => {
      const rows = await facts.waiting(from, limit);
      return { batches: [...byWorkspace(rows)].map(([id, its]) => batchOf(id, its)), isFull: rows.length === limit };
    },
    all: async function* (workspaceId, pageSize) {
      let after: CursorPosition | undefined;
      do {
        const rows = await facts.page(workspaceId, pageSize, after);
        if (rows.length > 0) yield batchOf(workspaceId, rows);
        const last = rows.length === pageSize ? rows.at(-1) : undefined;
        after = last === undefined ? undefined : { at: ageOf(last), id: last._id };
      } while (after !== undefined);
    },
  };
}
