import { Injectable } from '@nestjs/common';
import { newId, stableId } from '../../shared/kernel';
import { AiError } from '../../shared/providers/ai';
import { AiCalls, type AiScope } from '../ai/ai-calls.port';
import type { IntentAnswer, IntentCandidate } from './domain/intent-candidate';
import { intentAnswer, intentQuestion } from './domain/intent-question';
import { type EmbeddedCandidate, nearestIntent, partsOf, rankedByLikeness } from './domain/nearest-intent';

/** More are not put before a model: those least like the message are left out. */
const ASKED = 12;
/** Answers that are kept in this process; the same question is then not asked twice. */
const KEPT = 2_000;

export type IntentScope = Omit<AiScope, 'purpose'>;

export interface IntentQuestion {
  text: string;
  candidates: readonly IntentCandidate[];
}

/** Finds out which of several things a message is about: one call of a model, or without one by likeness of the words. */
@Injectable()
export class IntentClassifier {
  private readonly kept = new Map<string, IntentAnswer>();

  constructor(private readonly calls: AiCalls) {}

  /** `deadlineMs`: from now. @throws AiError when a model that should answer cannot, and when the caps are used up. */
  async classify(
    scope: IntentScope,
    question: IntentQuestion,
    options: { deadlineMs: number; signal?: AbortSignal },
  ): Promise<IntentAnswer> {
    const { text, candidates } = question;
    if (text.trim() === '' || candidates.length === 0) return { intent: null, confidence: 0, by: 'nearest' };
    const { generates, provider } = await this.calls.abilitiesOf(scope.workspaceId);
    const key = keyOf(scope, question, provider);
    const known = this.kept.get(key);
    if (known !== undefined) return known;
    const asked = { ...scope, purpose: 'intent' as const };
    const answer = generates ? await this.ask(asked, question, options) : await this.nearest(asked, question, options);
    this.keep(key, answer);
    return answer;
  }

  private async ask(
    scope: AiScope,
    { text, candidates }: IntentQuestion,
    options: { deadlineMs: number; signal?: AbortSignal },
  ): Promise<IntentAnswer> {
    const likely = await this.likely(scope, { text, candidates }, options);
    const completion = await this.calls.complete(scope, intentQuestion(text, likely, newId()), options);
    const answer = intentAnswer(completion.json, likely);
    if (answer === null) throw new AiError('invalid', 'The model named an intent that was not in question.');
    return answer;
  }

  /** Those that the message is most like, in the order in which they were given. */
  private async likely(
    scope: AiScope,
    { text, candidates }: IntentQuestion,
    options: { deadlineMs: number; signal?: AbortSignal },
  ): Promise<readonly IntentCandidate[]> {
    if (candidates.length <= ASKED) return candidates;
    const { message, embedded } = await this.embed(scope, { text, candidates }, options);
    const best = new Set(
      rankedByLikeness(message, embedded)
        .slice(0, ASKED)
        .map(({ id }) => id),
    );
    return candidates.filter(({ id }) => best.has(id));
  }

  private async nearest(
    scope: AiScope,
    question: IntentQuestion,
    options: { deadlineMs: number; signal?: AbortSignal },
  ): Promise<IntentAnswer> {
    const { message, embedded } = await this.embed(scope, question, options);
    return nearestIntent(message, embedded);
  }

  private async embed(
    scope: AiScope,
    { text, candidates }: IntentQuestion,
    options: { deadlineMs: number; signal?: AbortSignal },
  ): Promise<{ message: Float32Array; embedded: EmbeddedCandidate[] }> {
    const parts = candidates.map(partsOf);
    const { vectors } = await this.calls.embed(scope, [text, ...parts.flat()], options);
    const [message = new Float32Array(), ...others] = vectors;
    let at = 0;
    const embedded = candidates.map(({ id }, index) => {
      const size = parts[index]?.length ?? 0;
      at += size;
      return { id, vectors: others.slice(at - size, at) };
    });
    return { message, embedded };
  }

  private keep(key: string, answer: IntentAnswer): void {
    this.kept.set(key, answer);
    const [oldest] = this.kept.keys();
    if (this.kept.size > KEPT && oldest !== undefined) this.kept.delete(oldest);
  }
}

/** Of one workspace alone: nobody learns from the time of an answer what another's customers write. */
const keyOf = ({ workspaceId }: IntentScope, { text, candidates }: IntentQuestion, provider: string): string =>
  stableId(workspaceId ?? '', provider, text, ...candidates.flatMap(({ id, description }) => [id, description]));
