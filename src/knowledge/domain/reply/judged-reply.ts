import { type FailedCheck, failedChecks, isBlocking } from '../guardrails/reply-checks';
import { type Decision, decisionOn, type ReplyKind } from '../guardrails/reply-decision';
import { givesOrders } from '../guardrails/safety-rules';
import { styledReply } from '../style/reply-style';
import { RULES } from './prompt';
import type { Passage, ReplyRequest } from './reply-request';
import { hostsOf, sourcesOf, statesFacts } from './reply-sources';

export interface ProposedText {
  text: string;
  kind: ReplyKind;
  escalate: boolean;
  /** What it rests on. */
  cited: readonly Passage[];
}

export interface Judgement {
  /** As it may be sent. */
  text: string;
  failed: FailedCheck[];
  decision: Decision;
}

/** What is unknown to the domain: how languages look, and what this call hides from the model. */
export interface JudgementContext {
  /** BCP 47 of what the reply should be in. */
  language: string;
  /** ISO 639-1 code, or null where a text does not tell. */
  languageOf: (text: string) => string | null;
  boundary: string;
}

/** The one judge of texts that a model, or a quotation, proposes to a customer. */
export function judgedReply(request: ReplyRequest, proposed: ProposedText, context: JudgementContext): Judgement {
  const { settings, history, message } = request;
  const previous = history.findLast(({ from }) => from === 'bot')?.text;
  const text = styledReply(proposed.text, settings.style, previous);
  const whole = styledReply(proposed.text, { ...settings.style, maxSentences: Infinity, maxCharacters: Infinity });
  const checked = {
    language: { wanted: context.language, seen: context.languageOf(text) },
    sources: sourcesOf(request, proposed.cited),
    allowedHosts: hostsOf(request),
    secrets: [RULES, context.boundary],
  };
  // What was cut off says what the model was up to; half of it may still stand there.
  const cutOff = whole === text ? [] : failedChecks({ ...checked, text: whole }).filter(isBlocking);
  const failed = [...failedChecks({ ...checked, text }), ...cutOff];
  const decision = decisionOn({
    mode: settings.policy.mode,
    approveReplies: settings.policy.approveReplies,
    kind: proposed.kind,
    escalate: proposed.escalate,
    citations: proposed.cited.length,
    statesFacts: statesFacts(text),
    ordersInMessage: givesOrders(message.text),
    failed,
  });
  return { text, failed, decision };
}
