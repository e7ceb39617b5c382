import { Injectable } from '@nestjs/common';
import { ConversationsFacade, type JsonObject, LaneOutlooks } from '../../conversations';
import { AuditedChanges } from '../../shared/database';
import {
  Clock,
  type ConversationId,
  decodeCursor,
  type Page,
  pageOf,
  type RequestContext,
  type WorkspaceId,
} from '../../shared/kernel';
import { readState } from '../domain/automation-state';
import type { AcceptedOrder } from '../sessions/session-orders.service';
import { timesOf } from '../domain/followups/facts-of-run';
import type { FollowupOrder } from '../domain/followups/followup-order';
import { NO_FOLLOWUPS, pendingOf } from '../domain/followups/followup-state';
import { latestOf } from '../domain/followups/followup-standing';
import type { FollowupStatus } from '../domain/followups/followup-status';
import { followupNotFound, followupOver, outsideWindow } from './followup.errors';
import { FollowupTasksRepository } from './repositories/followup-tasks.repository';
import type { FollowupTaskRow } from './schemas/followup-task.schema';

export interface FollowupsQuery {
  limit: number;
  cursor?: string | undefined;
  status?: FollowupStatus | undefined;
  conversationId?: string | undefined;
  policyId?: string | undefined;
}

type Order = Exclude<FollowupOrder, { op: 'plan' }>;

const ACTIONS: Readonly<Record<Order['op'], string>> = {
  cancel: 'followup.cancelled',
  reschedule: 'followup.rescheduled',
  run: 'followup.run',
};

/** Follow-ups of a workspace, and what members want of them. Orders take their turn in the conversation. */
@Injectable()
export class Followups {
  constructor(
    private readonly tasks: FollowupTasksRepository,
    private readonly conversations: ConversationsFacade,
    private readonly lanes: LaneOutlooks,
    private readonly changes: AuditedChanges,
    private readonly clock: Clock,
  ) {}

  /** Latest first, by when they are or were due. @throws DomainError CURSOR.INVALID */
  async list(
    { workspaceId }: Pick<RequestContext, 'workspaceId'>,
    { limit, cursor, status, conversationId, policyId }: FollowupsQuery,
  ): Promise<Page<FollowupTaskRow>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const filter = {
      ...(conversationId === undefined ? {} : { conversationId: conversationId as ConversationId }),
      ...(policyId === undefined ? {} : { policyId }),
      ...(status === undefined ? {} : { status }),
    };
    const rows = await this.tasks.list(workspaceId, filter, { limit: limit + 1, after });
    return pageOf(rows, limit, ({ dueAt, _id }) => ({ at: dueAt, id: _id }));
  }

  /** @throws DomainError FOLLOWUP.NOT_FOUND */
  async get({ workspaceId }: Pick<RequestContext, 'workspaceId'>, followupId: string): Promise<FollowupTaskRow> {
    const row = await this.tasks.find(workspaceId, followupId);
    if (row === null) throw followupNotFound();
    return row;
  }

  /** The same `eventId` again is the same order. @throws DomainError FOLLOWUP.NOT_FOUND, FOLLOWUP.OVER, FOLLOWUP.OUTSIDE_WINDOW */
  async order(context: RequestContext, order: Order, eventId: string): Promise<AcceptedOrder> {
    const { workspaceId, correlationId } = context;
    const { conversationId } = await this.get(context, order.taskId);
    const latest = await this.latestFor(workspaceId, conversationId, order.taskId);
    const at = order.op === 'reschedule' ? order.dueAt : this.clock.now().getTime();
    if (order.op !== 'cancel' && (at > latest || at < this.clock.now().getTime())) throw outsideWindow();
    const data: JsonObject = { ...order };
    await this.changes.run(context, async (record) => {
      await this.conversations.order(workspaceId, conversationId, {
        id: eventId,
        command: 'followup',
        data,
        correlationId,
      });
      const details = order.op === 'reschedule' ? { details: { dueAt: new Date(order.dueAt).toISOString() } } : {};
      await record({ action: ACTIONS[order.op], workspaceId, target: order.taskId, ...details });
    });
    return { eventId };
  }

  /** Until when it may go out, in milliseconds since the epoch. @throws DomainError FOLLOWUP.OVER */
  private async latestFor(workspaceId: WorkspaceId, conversationId: ConversationId, taskId: string): Promise<number> {
    const outlook = (await this.lanes.of(workspaceId, [conversationId])).get(conversationId);
    const followups = readState(outlook?.state ?? null).followups ?? NO_FOLLOWUPS;
    if (outlook === undefined || pendingOf(followups, taskId) === undefined) throw followupOver();
    return latestOf(timesOf(outlook.thread, followups));
  }
}
