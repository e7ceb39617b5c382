import { Injectable } from '@nestjs/common';
import type { OutgoingContent, SendOutcome, SendRequest } from '../../conversations';
import { type AccountId, DomainError } from '../../shared/kernel';
import {
  type GraphActResult,
  type GraphFailure,
  type GraphSendResult,
  MetaGraph,
} from '../../shared/providers/meta-graph';
import type { KnownAccount } from '../account-directory.service';
import { AccountHealth } from '../account-health.service';
import { CommentReplies } from '../comments/comment-replies.service';
import { encodeMessage } from '../domain/encode-message';
import {
  isFetchTrouble,
  isLimitOfUse,
  MEDIA_FETCH_TRIES,
  mayBeForButtons,
  MISSING_PERMISSION,
  NO_HUMAN_AGENT,
  sendTroubleOf,
} from '../domain/send-trouble';
import { MediaLinks } from '../media/media-links.service';
import { RatePlan, rateUseOf } from '../rate-plan.service';

const ACCOUNT_RETRY_MS = 30_000;
const REACTION_RETRY_MS = 2_000;

type Refusal = Extract<SendOutcome, { kind: 'refused' }>;

/** Posts one message and says, in the words of conversations, what became of it. */
@Injectable()
export class MessageSender {
  constructor(
    private readonly graph: MetaGraph,
    private readonly health: AccountHealth,
    private readonly rates: RatePlan,
    private readonly links: MediaLinks,
    private readonly replies: CommentReplies,
  ) {}

  async send(account: KnownAccount, request: SendRequest): Promise<SendOutcome> {
    const outcome = await this.attempt(account, request);
    await this.replies.noteResult(request, outcome);
    return outcome;
  }

  private async attempt(account: KnownAccount, request: SendRequest): Promise<SendOutcome> {
    try {
      const content = await this.withAddress(request);
      if (content.kind === 'reaction') return await this.react(account, { ...request, content });
      const outcome = await this.post(account, { ...request, content });
      return await this.withoutButtons(account, { ...request, content }, outcome);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return { kind: 'refused', retryable: false, code: error.code, message: error.message };
    }
  }

  /** A stored file is fetched by Meta under a link that is made now. */
  private async withAddress({ workspaceId, content }: SendRequest): Promise<OutgoingContent> {
    if (content.kind !== 'media' || content.fileKey === undefined) return content;
    const { fileKey, ...media } = content;
    return { ...media, url: await this.links.urlOf(workspaceId, fileKey) };
  }

  private async post(account: KnownAccount, request: SendRequest): Promise<SendOutcome> {
    const result = await this.graph.send(account, encodeMessage(request));
    await this.noteUsage(account.accountId, result);
    if (result.kind === 'failed') return this.refusal(account, request, result.failure);
    return result.kind === 'sent' ? { kind: 'sent', mid: result.mid } : unknownOf(result);
  }

  /** Only a text is documented for private replies; buttons pass for some. A refusal proves that nothing was sent. */
  private async withoutButtons(
    account: KnownAccount,
    request: SendRequest,
    outcome: SendOutcome,
  ): Promise<SendOutcome> {
    const { content } = request;
    const isForButtons = outcome.kind === 'refused' && !outcome.retryable && mayBeForButtons(outcome.code);
    if (content.kind !== 'private-reply' || content.buttons === undefined || !isForButtons) return outcome;
    const { buttons, ...plain } = content;
    const links = buttons.flatMap(({ title, url }) => (url === undefined ? [] : [`${title}: ${url}`]));
    return this.post(account, { ...request, content: { ...plain, text: [plain.text, ...links].join('\n') } });
  }

  /** Reacting again changes nothing, so what is not known is done again. */
  private async react(account: KnownAccount, request: SendRequest): Promise<SendOutcome> {
    const result = await this.graph.act(account, encodeMessage(request));
    await this.noteUsage(account.accountId, result);
    if (result.kind === 'done') return { kind: 'sent' };
    if (result.kind === 'failed') return this.refusal(account, request, result.failure);
    const { code, message } = result;
    return { kind: 'refused', retryable: true, isWait: false, retryAfterMs: REACTION_RETRY_MS, code, message };
  }

  private async refusal(account: KnownAccount, request: SendRequest, failure: GraphFailure): Promise<Refusal> {
    const { code, retryAfterMs } = failure;
    // Says nothing of the account: only messages after the window need this feature.
    if (request.humanAgent === true && code === MISSING_PERMISSION)
      return { kind: 'refused', retryable: false, code, ...NO_HUMAN_AGENT };
    await this.health.noteSendFailure(account, failure);
    const base = { kind: 'refused' as const, code, ...sendTroubleOf(code, failure.message) };
    switch (failure.class) {
      case 'final':
        return { ...base, retryable: false };
      case 'account':
        // The queue waits, undiminished, until the account is connected again.
        return { ...base, retryable: true, isWait: true, retryAfterMs: ACCOUNT_RETRY_MS };
      case 'limited':
        await this.rates.noteLimit(
          account.accountId,
          isLimitOfUse(code) ? rateUseOf(request.content) : 'all',
          retryAfterMs,
        );
        return { ...base, retryable: true, isWait: true, retryAfterMs };
      case 'transient':
        return { ...base, retryable: true, isWait: false, retryAfterMs, ...triesFor(code) };
    }
  }

  private async noteUsage(accountId: AccountId, { usage }: GraphSendResult | GraphActResult): Promise<void> {
    if (usage !== undefined) await this.rates.noteUsage(accountId, usage);
  }
}

const unknownOf = ({ code, message }: Extract<GraphSendResult, { kind: 'unknown' }>): SendOutcome => ({
  kind: 'unknown',
  code,
  message,
});

const triesFor = (code: string): { tries?: number } => (isFetchTrouble(code) ? { tries: MEDIA_FETCH_TRIES } : {});
