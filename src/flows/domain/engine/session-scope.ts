import { DateTime } from 'luxon';
import { isOpen, WEEKDAYS } from '../../../shared/kernel';
import type { JsonObject } from '../json';
import type { Scope } from '../template/reference';
import { contactWith } from './contact-overlay';
import type { FlowMessageIn, TriggerFacts } from './event';
import type { ConversationFacts, FlowEnv } from './flow-env';
import type { SessionState } from './session-state';

const LINK = /https?:\/\/[^\s<>"']+/i;

/**
 * What texts and conditions see of a session. Plain values, not getters, since these cost more than all of them; only the
 * time of day is left out where no node reads it.
 */
export function sessionScope(state: SessionState, env: FlowEnv, readsTime: boolean): Scope {
  return {
    vars: state.vars,
    contact: contactWith(env.contact, state.contact, env.now),
    message: messageScope(state.lastMessage),
    config: env.config,
    context: contextScope(env.context, state.trigger),
    time: readsTime ? timeScope(env) : {},
  };
}

function contextScope({ channel, language = '', returning = false }: ConversationFacts, trigger: TriggerFacts | null) {
  return { channel, language, returning, trigger: (trigger ?? {}) as JsonObject };
}

export function messageScope({ text, attachmentUrls, payload = '' }: FlowMessageIn): JsonObject {
  const linkUrl = text.includes('://') ? (LINK.exec(text)?.[0] ?? '') : '';
  return {
    text,
    hasLink: linkUrl !== '',
    hasAttachment: attachmentUrls.length > 0,
    attachmentUrl: attachmentUrls[0] ?? '',
    attachmentUrls,
    linkUrl,
    payload,
  };
}

/** In the workspace's time zone; UTC when it states none. */
function timeScope({ now, hours }: FlowEnv): JsonObject {
  const local = DateTime.fromMillis(now, { zone: hours?.timeZone ?? 'utc' });
  return {
    now: new Date(now).toISOString(),
    date: local.toISODate(),
    hour: local.hour,
    minute: local.minute,
    weekday: WEEKDAYS[local.weekday - 1] ?? null,
    open: hours === null || isOpen(hours, new Date(now)),
  };
}
