import { Injectable } from '@nestjs/common';
import { ConversationsFacade, type LaneView, saidIn, type ShownMessage, type TaskAsker } from '../../conversations';
import { RollingSummary } from '../../knowledge';
import type { WorkspaceId } from '../../shared/kernel';
import { ConversationSummariesRepository } from './repositories/conversation-summaries.repository';

export interface Remembered {
  /** Oldest first, without what the customer has just said. */
  history: PastMessage[];
  /** Of what was said before. */
  summary: string | null;
}

export interface PastMessage {
  from: 'customer' | 'bot' | 'person';
  text: string;
}

export interface MemoryWishes {
  length?: number | undefined;
  signal?: AbortSignal | undefined;
  flow?: TaskAsker | undefined;
}

export const HISTORY_LENGTH = 20;
/** A summary is renewed when so many messages have left the history since; until then they are not remembered. */
const RENEWED_AFTER = 10;
const MAX_READ = 50;

/** What was said before in a conversation, as a model reads it: the last messages word by word, the rest in short. */
@Injectable()
export class ConversationMemory {
  constructor(
    private readonly conversations: ConversationsFacade,
    private readonly summaries: ConversationSummariesRepository,
    private readonly rolling: RollingSummary,
  ) {}

  /**
   * `said`: what is being answered; messages that are part of it are left out. `length`: of the history. `flow`: that the
   * summary is for.
   * @throws AiError when the summary has to be renewed and the caller's signal ends it
   */
  async of(
    { workspaceId, conversationId }: Pick<LaneView, 'workspaceId' | 'conversationId'>,
    said: string,
    { length = HISTORY_LENGTH, signal, flow }: MemoryWishes = {},
  ): Promise<Remembered> {
    const kept = Math.min(length, MAX_READ);
    const limit = Math.min(MAX_READ, kept + 2 * RENEWED_AFTER) + 1;
    const [newest, known] = await Promise.all([
      this.conversations.thread(workspaceId, conversationId, { limit }),
      this.summaries.find(workspaceId, conversationId),
    ]);
    const before = withoutLast(
      newest.map(spoken).filter(({ text }) => text !== ''),
      said,
    ).reverse();
    const history = before.slice(-kept);
    const since = before.slice(0, -kept).filter(({ at }) => known === null || at > known.upTo);
    const summary = known?.summary ?? null;
    if (since.length < RENEWED_AFTER) return { history: history.map(plain), summary };
    return {
      history: history.map(plain),
      summary: await this.renew({ workspaceId, conversationId }, summary, since, { signal, flow }),
    };
  }

  private async renew(
    scope: { workspaceId: WorkspaceId; conversationId: LaneView['conversationId'] },
    summary: string | null,
    since: readonly Spoken[],
    { signal, flow }: Pick<MemoryWishes, 'signal' | 'flow'>,
  ): Promise<string | null> {
    const options = signal === undefined ? {} : { signal };
    const asked = flow === undefined ? scope : { ...scope, flow };
    const next = await this.rolling.next(asked, summary, since.map(plain), options);
    const last = since.at(-1);
    if (next !== null && last !== undefined) await this.summaries.keep({ ...scope, summary: next, upTo: last.at });
    return next;
  }
}

export interface Spoken extends PastMessage {
  at: Date;
}

const plain = ({ from, text }: Spoken): PastMessage => ({ from, text });

/** A message of the thread, as a model reads it. */
export function spoken({ direction, origin, at, ...message }: ShownMessage): Spoken {
  const text = saidIn(message);
  if (direction === 'in') return { from: 'customer', text, at };
  return { from: origin === 'bot' ? 'bot' : 'person', text, at };
}

/** Newest first: the customer's last messages that stand in what is being answered. */
function withoutLast(newest: readonly Spoken[], said: string): Spoken[] {
  const answered = new Set(said.split('\n'));
  const first = newest.findIndex(({ from, text }) => from !== 'customer' || !(answered.has(text) || text === said));
  return first === -1 ? [] : newest.slice(first);
}
