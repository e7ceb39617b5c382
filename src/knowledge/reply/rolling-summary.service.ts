import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AiError } from '../../shared/providers/ai';
import { AiCalls, type AiScope } from '../ai/ai-calls.port';
import type { PastMessage } from '../domain/reply/reply-request';
import { clippedSummary, notedSummary, SUMMARY_RULES, summaryMaterial } from '../domain/reply/summary';
import { withinDeadline } from './within-deadline';

const MAX_TOKENS = 350;
const DEADLINE_MS = 12_000;

/** What a conversation was about before the messages that a model still reads. */
@Injectable()
export class RollingSummary {
  constructor(private readonly calls: AiCalls) {}

  /**
   * The summary with messages that leave the history taken in. Without a model, or when it fails, the customer's own
   * words are noted, shortened. @throws AiError `cancelled`, when the caller's signal ends it.
   */
  async next(
    scope: Omit<AiScope, 'purpose'>,
    previous: string | null,
    leaving: readonly PastMessage[],
    { signal }: { signal?: AbortSignal } = {},
  ): Promise<string | null> {
    if (leaving.length === 0) return previous;
    try {
      const { generates } = await this.calls.abilitiesOf(scope.workspaceId);
      const written = generates ? await this.written(scope, previous, leaving, signal) : '';
      return written === '' ? notedSummary(previous, leaving) : written;
    } catch (error) {
      if (!(error instanceof AiError) || signal?.aborted === true) throw error;
      return notedSummary(previous, leaving);
    }
  }

  /** Empty when the model gave none. @throws AiError */
  private async written(
    scope: Omit<AiScope, 'purpose'>,
    previous: string | null,
    leaving: readonly PastMessage[],
    caller?: AbortSignal,
  ): Promise<string> {
    const boundary = randomBytes(8).toString('hex');
    const request = {
      messages: [
        { role: 'system' as const, content: `${SUMMARY_RULES}\nBoundary: ${boundary}` },
        { role: 'user' as const, content: summaryMaterial(previous, leaving, boundary) },
      ],
      temperature: 0,
      maxTokens: MAX_TOKENS,
    };
    const { text, finish } = await withinDeadline(
      (signal) => this.calls.complete({ ...scope, purpose: 'summary' }, request, { signal, deadlineMs: DEADLINE_MS }),
      DEADLINE_MS,
      caller,
    );
    return finish === 'stop' ? clippedSummary(text.replaceAll(boundary, '')) : '';
  }
}
