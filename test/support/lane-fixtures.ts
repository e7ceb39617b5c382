import type { EchoReceived, MessageReceived, PostbackReceived } from '../../src/conversations/domain/channel-event';
import type { OutgoingContent } from '../../src/conversations/domain/content';
import type { TurnDecision, TurnInput } from '../../src/conversations/domain/turn';
import type { LaneIdentity } from '../../src/conversations/repositories/lane.repository';
import type { ConversationRow, Hold, OutboxEntry } from '../../src/conversations/schemas/conversation.schema';
import type { LaneEvent, LaneEventPayload } from '../../src/conversations/schemas/inbox-event.schema';
import type { AppConfig } from '../../src/shared/config';
import type { AccountId, ContactId, ConversationId, UserId, WorkspaceId } from '../../src/shared/kernel';
import type { LaneJob } from '../../src/shared/queues';

/** The one conversation of the unit tests, and what can happen in it. */
export const LANE: LaneIdentity = {
  conversationId: 'lane1' as ConversationId,
  workspaceId: 'w1' as WorkspaceId,
  accountId: 'a1' as AccountId,
  participantId: 'p1',
};
export const USER = 'u1' as UserId;
export const NOW = new Date('2026-06-01T12:00:00.000Z');
export const WINDOW_MS = 24 * 3_600_000;
/** Of an account whose people may not write after the window. */
export const WINDOW = { windowMs: WINDOW_MS, humanAgentMs: 0 };

export const MESSAGE_PATH: AppConfig['messagePath'] = {
  concurrency: 4,
  leaseMs: 15_000,
  sweepMs: 1_000,
  pendingAgeMs: 2_000,
  sendDeadlineMs: 10_000,
  sendTimeoutMs: 10_000,
  unknownFirstReadMs: 15_000,
  unknownSecondReadMs: 30_000,
};
export const PATH_CONFIG = { messagePath: MESSAGE_PATH };

export const msAfter = (ms: number, start: Date = NOW): Date => new Date(start.getTime() + ms);

export function conversation(part: Partial<ConversationRow> = {}): ConversationRow {
  return {
    _id: LANE.conversationId,
    workspaceId: LANE.workspaceId,
    accountId: LANE.accountId,
    participantId: LANE.participantId,
    shadow: false,
    contactId: 'c1' as ContactId,
    participant: {},
    lease: { owner: null, fence: 1, until: new Date(0) },
    turnVersion: 3,
    lastCommitAt: new Date(0),
    turnsBegun: 1,
    attempts: [],
    state: null,
    outbox: [],
    tasks: [],
    timers: [],
    workDueAt: null,
    consumed: [],
    hold: null,
    optedOut: false,
    lastInboundAt: null,
    participantSeenAt: null,
    lastMessage: null,
    lastActivityAt: msAfter(-60_000),
    unread: 0,
    createdAt: msAfter(-3_600_000),
    status: 'open',
    snoozedUntil: null,
    assigneeId: null,
    needsHuman: false,
    isUnread: false,
    waitingSince: null,
    blockedAt: null,
    contact: { revision: 0, tags: [], stage: 'new', goals: [] },
    searchTerms: [],
    calledOff: [],
    ...part,
  };
}

export const says = (text: string): OutgoingContent => ({ kind: 'text', text });

export function entry(id: string, part: Partial<OutboxEntry> = {}): OutboxEntry {
  return {
    id,
    origin: 'bot',
    content: says(`text of ${id}`),
    status: 'pending',
    dueAt: NOW,
    claim: null,
    attempts: 0,
    absentReads: 0,
    failedReads: 0,
    correlationId: 'corr',
    createdAt: NOW,
    ...part,
  };
}

/** A send that is on its way, or may have been. */
export function claimed(id: string, status: 'sending' | 'unknown' = 'sending', part: Partial<OutboxEntry> = {}) {
  const claim = { id: `claim-${id}`, owner: 'o1', at: NOW, deadline: msAfter(MESSAGE_PATH.sendDeadlineMs) };
  return entry(id, { status, claim, ...part });
}

export const hold = (until: Date, part: Partial<Hold> = {}): Hold => ({ id: 'h1', until, reason: 'person', ...part });

export function laneEvent(id: string, payload: LaneEventPayload, part: Partial<LaneEvent> = {}): LaneEvent {
  return {
    _id: id,
    ...LANE,
    status: 'pending',
    payload,
    platformAt: NOW,
    receivedAt: NOW,
    sequence: 0,
    correlationId: `corr-${id}`,
    ...part,
  };
}

const channelEvent = (id: string) => ({ participantId: LANE.participantId, at: NOW.getTime(), dedupeKey: id });

export function message(id: string, text = id, part: Partial<LaneEvent> = {}): LaneEvent {
  const payload: MessageReceived = { kind: 'message', ...channelEvent(id), mid: `mid-${id}`, text, attachments: [] };
  return laneEvent(id, payload, part);
}

export function postback(id: string, payload: string, part: Partial<LaneEvent> = {}): LaneEvent {
  const tapped: PostbackReceived = { kind: 'postback', ...channelEvent(id), mid: `mid-${id}`, payload };
  return laneEvent(id, tapped, part);
}

export function echo(id: string, text = id, part: Partial<LaneEvent> = {}): LaneEvent {
  const payload: EchoReceived = { kind: 'echo', ...channelEvent(id), mid: `mid-${id}`, text, attachments: [] };
  return laneEvent(id, payload, part);
}

export const personSend = (id: string, text = id, part: Partial<LaneEvent> = {}): LaneEvent =>
  laneEvent(id, { kind: 'person-send', content: says(text), userId: USER }, part);

export const timerFired = (id: string, timerId: string, part: Partial<LaneEvent> = {}): LaneEvent =>
  laneEvent(id, { kind: 'timer', timerId, data: { armedAs: timerId } }, part);

export const taskFinished = (id: string, taskId: string): LaneEvent =>
  laneEvent(id, { kind: 'task-result', taskId, taskKind: 'profile', outcome: { ok: true, value: { name: 'Jane' } } });

export const nothingDecided = (state: TurnInput['state'] = null): TurnDecision => ({
  state,
  sends: [],
  tasks: [],
  timers: { arm: [], cancel: [] },
});

export const laneJob = (part: Partial<LaneJob> = {}): LaneJob => ({
  ...LANE,
  need: 'turn',
  correlationId: 'corr',
  ...part,
});
