import { Injectable } from '@nestjs/common';
import { DomainError, type WorkspaceId } from '../../shared/kernel';
import { Telemetry } from '../../shared/observability';
import type { AskingFlow } from '../ai/ai-calls.port';
import type { ProposedChange } from '../domain/evals/proposed-change';
import type { Passage, PastMessage } from '../domain/reply/reply-request';
import { InactivePassages } from '../search/inactive-passages.service';
import { KnowledgeSearch } from '../search/knowledge-search.service';

const PASSAGES = 6;
const FLOOR = 0.2;
/** Shorter messages are searched together with the one before: `and to Spain?` */
const SHORT = 25;

export interface PassageWishes {
  workspaceId: WorkspaceId;
  flow?: AskingFlow;
  text: string;
  history: readonly PastMessage[];
  /** Where to search; null: in no knowledge. */
  knowledge: { itemIds?: readonly string[]; tags?: readonly string[] } | null;
  /** A change of which items are searched, that is only tried out. */
  proposed?: Pick<ProposedChange, 'activate' | 'deactivate'> | undefined;
}

/** What the knowledge base holds for a reply. */
@Injectable()
export class ReplyPassages {
  constructor(
    private readonly knowledge: KnowledgeSearch,
    private readonly inactive: InactivePassages,
    private readonly telemetry: Telemetry,
  ) {}

  /** Best first. Without its knowledge a reply is still possible: the judge then lets less of it through. */
  async for({ proposed, ...wishes }: PassageWishes, signal?: AbortSignal): Promise<Passage[]> {
    const found = await this.active(wishes, signal);
    if (proposed === undefined) return found;
    const { workspaceId, text, history } = wishes;
    const kept = found.filter(({ itemId }) => !proposed.deactivate.includes(itemId));
    const more = await this.inactive.of(workspaceId, proposed.activate, queryOf(text, history));
    const enough = more.filter(({ score }) => score >= FLOOR);
    return [...kept, ...enough].sort((a, b) => b.score - a.score).slice(0, PASSAGES);
  }

  private async active(
    { workspaceId, flow, knowledge, text, history }: Omit<PassageWishes, 'proposed'>,
    signal?: AbortSignal,
  ): Promise<Passage[]> {
    if (knowledge === null) return [];
    const options = { ...(signal === undefined ? {} : { signal }), ...(flow === undefined ? {} : { flow }) };
    try {
      const scope = { workspaceId, ...knowledge };
      const wishes = { limit: PASSAGES, floor: FLOOR };
      const { chunks } = await this.knowledge.search(scope, queryOf(text, history), wishes, options);
      return chunks.map(({ id, ...chunk }) => ({ ...chunk, chunkId: id }));
    } catch (err) {
      if (!(err instanceof DomainError)) throw err;
      this.telemetry.logger.event('warn', 'reply without knowledge', { workspaceId, code: err.code });
      return [];
    }
  }
}

function queryOf(text: string, history: readonly PastMessage[]): string {
  if (text.length >= SHORT) return text;
  const before = history.findLast(({ from }) => from === 'customer')?.text;
  return before === undefined ? text : `${before}\n${text}`;
}
