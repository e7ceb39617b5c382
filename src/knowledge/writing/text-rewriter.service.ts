import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type AiCompletion, AiError } from '../../shared/providers/ai';
import { AiCalls, type AiScope } from '../ai/ai-calls.port';
import {
  REWRITE_SCHEMA,
  rewritePrompt,
  type RewriteProblem,
  rewriteProblems,
  type Rewriting,
  rewrittenOf,
} from '../domain/writing/rewriting';
import { certainLanguageOf, guessedLanguageOf } from '../reply/customer-language';
import { fallbackReasonOf } from '../reply/fallback-reason';
import { withinDeadline } from '../reply/within-deadline';
import { ReplySettingsReader } from '../reply/reply-settings.service';
import { rewriteFailed, rewriteRefused } from './writing.errors';

const DEADLINE_MS = 8_000;
const MAX_TOKENS = 900;
/** A result that says something else is asked for once more. */
const TRIES = 2;

export interface TextToRewrite extends Omit<Rewriting, 'language'> {
  /** Where it is to be translated into; absent: the customer's language, else the workspace's. */
  language?: string | undefined;
  /** What the customer has written last, to tell their language by. */
  customerSaid?: string;
}

export interface RewrittenText {
  text: string;
  /** BCP 47. */
  language: string;
  model: string;
}

/** Rewrites what a person of the team has written. It may say nothing that was not there. */
@Injectable()
export class TextRewriter {
  constructor(
    private readonly calls: AiCalls,
    private readonly settings: ReplySettingsReader,
  ) {}

  /** Ends within 20 seconds. @throws DomainError WRITING.UNAVAILABLE, WRITING.CHANGED_MEANING */
  async rewrite(
    scope: Omit<AiScope, 'purpose'> & { workspaceId: NonNullable<AiScope['workspaceId']> },
    wanted: TextToRewrite,
  ): Promise<RewrittenText> {
    const rewriting = { ...wanted, language: await this.languageFor(scope.workspaceId, wanted) };
    const boundary = randomBytes(8).toString('hex');
    let problems: RewriteProblem[] = [];
    for (let tries = 0; tries < TRIES; tries += 1) {
      const { json, finish, model } = await this.ask({ ...scope, continues: tries > 0 }, rewriting, boundary, problems);
      const text = finish === 'stop' ? rewrittenOf(json) : null;
      if (text === null) throw rewriteFailed(finish === 'refused' ? 'refused' : 'invalid_output');
      problems = rewriteProblems(rewriting, text, { seen: certainLanguageOf(text), boundary });
      if (problems.length === 0) return { text, language: rewriting.language, model };
    }
    throw rewriteRefused(problems);
  }

  private async languageFor(
    workspaceId: NonNullable<AiScope['workspaceId']>,
    { action, text, language, customerSaid = '' }: TextToRewrite,
  ): Promise<string> {
    if (action === 'translate' && language !== undefined) return language;
    const told = guessedLanguageOf(action === 'translate' ? customerSaid : text);
    return told ?? (await this.settings.of(workspaceId)).settings.defaultLanguage;
  }

  private async ask(
    scope: Omit<AiScope, 'purpose'>,
    rewriting: Rewriting,
    boundary: string,
    problems: readonly RewriteProblem[],
  ): Promise<AiCompletion> {
    const { system, user } = rewritePrompt(rewriting, boundary);
    const broken = problems.map(({ rule }) => rule).join(', ');
    const again = broken === '' ? '' : `\n\nYour last text was not used. It broke: ${broken}.`;
    const request = {
      messages: [
        { role: 'system' as const, content: system },
        { role: 'user' as const, content: user + again },
      ],
      schema: REWRITE_SCHEMA,
      temperature: 0.2,
      maxTokens: MAX_TOKENS,
    };
    try {
      const { generates } = await this.calls.abilitiesOf(scope.workspaceId);
      if (!generates) throw rewriteFailed('no_provider');
      return await withinDeadline(
        (signal) =>
          this.calls.complete({ ...scope, purpose: 'suggestion' }, request, { signal, deadlineMs: DEADLINE_MS }),
        DEADLINE_MS,
      );
    } catch (error) {
      throw error instanceof AiError ? rewriteFailed(fallbackReasonOf(error)) : error;
    }
  }
}
