import { masked } from '../domain/guardrails/masked-text';
import type { Alarm } from '../domain/guardrails/safety-rules';
import { SEVERITY_OF_ALARM } from '../domain/reply/alarm-severity';
import { handoffLine } from '../domain/reply/fixed-lines';
import type { Judgement } from '../domain/reply/judged-reply';
import type { PromptPart, ReplyPrompt } from '../domain/reply/prompt';
import type { ReplySeverity } from '../domain/reply/reply-output';
import type { FallbackReason, ReplyCitation, ReplyProposal, ReplyUsage } from '../domain/reply/reply-proposal';
import type { Passage, ReplyRequest } from '../domain/reply/reply-request';

/** What a proposal is about. */
export interface Origin {
  request: ReplyRequest;
  language: string;
  prompt: ReplyPrompt;
  usage: ReplyUsage | null;
}

interface Answer {
  mode: 'generated' | 'extractive';
  cited: readonly Passage[];
  tags: readonly string[];
  escalationReason: string | null;
  severity: ReplySeverity | null;
}

/** Of a text that was judged. A blocked one is not shown to anybody. */
export function answered(origin: Origin, { text, failed, decision }: Judgement, answer: Answer): ReplyProposal {
  const { action, reason } = decision;
  const common = { ...frameOf(origin), action, reason, failed, tags: answer.tags };
  if (action === 'handoff') {
    const { escalationReason, severity } = answer;
    return {
      ...common,
      ...handedOver(origin),
      severity,
      escalationReason: escalationReason === null ? null : masked(escalationReason),
    };
  }
  return { ...common, text, mode: answer.mode, escalationReason: null, citations: answer.cited.map(citationOf) };
}

/** To a person, since no reply came about. */
export function fallback(origin: Origin, reason: FallbackReason): ReplyProposal {
  return { ...frameOf(origin), ...handedOver(origin), action: 'handoff', reason, failed: [], tags: ['ai_error'] };
}

/** To a person, unread by any model. Abuse gets no answer. */
export function forAlarm(origin: Origin, alarm: Alarm): ReplyProposal {
  const handover = handedOver(origin);
  const text = alarm === 'abuse' ? '' : handover.text;
  return {
    ...frameOf(origin),
    ...handover,
    prompt: [],
    text,
    action: 'handoff',
    reason: alarm,
    severity: SEVERITY_OF_ALARM[alarm],
    failed: [],
    tags: [alarm],
  };
}

function frameOf({ language, prompt, usage }: Origin) {
  const parts: readonly PromptPart[] = [...prompt.system, ...prompt.user];
  return {
    language,
    usage,
    holdMinutes: null,
    citations: [] as ReplyCitation[],
    escalationReason: null,
    severity: null as ReplySeverity | null,
    prompt: usage === null ? [] : parts.map(({ name, text }) => ({ name, text: masked(text) })),
  };
}

function handedOver({ request, language }: Origin) {
  const { holdMinutes } = request.settings.policy;
  return { text: handoffLine(language), mode: 'fixed' as const, holdMinutes };
}

const citationOf = ({ chunkId, itemId, title }: Passage): ReplyCitation => ({ chunkId, itemId, title });
