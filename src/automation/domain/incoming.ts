import type { TurnEvent } from '../../conversations';
import {
  type FlowEvent,
  type FlowMessageIn,
  parseChoicePayload,
  type Stimulus,
  TRIGGER_TYPES,
  type TriggerType,
} from '../../flows';

/** What an event is to a session, and what it is to the triggers when no session takes it. */
export interface Incoming {
  /** Null: a session has no use for it. */
  event: FlowEvent | null;
  /** To be tried one after another; empty: nothing is started by it. */
  stimuli: Stimulus[];
  /** What a session that it starts is given. */
  message: FlowMessageIn;
}

type InboundEvent = Extract<TurnEvent, { answerable: boolean }>;

const SILENT_MESSAGE: FlowMessageIn = { text: '', attachmentUrls: [] };
/** Something a person could follow. */
const LINK = /https?:\/\/[^\s<>"']+/i;

export function incomingOf(event: TurnEvent): Incoming {
  switch (event.kind) {
    case 'message':
    case 'postback':
    case 'stimulus':
      return inboundOf(event);
    case 'timer':
      return { event: { kind: 'timer', timerId: event.timerId }, stimuli: [], message: SILENT_MESSAGE };
    case 'task-result':
      return {
        event: { kind: 'task-result', taskId: event.taskId, outcome: event.outcome },
        stimuli: [],
        message: SILENT_MESSAGE,
      };
    default:
      return { event: null, stimuli: [], message: SILENT_MESSAGE };
  }
}

/** Too late to be answered: it may neither start nor move anything that writes. */
export function isUnanswerable(event: TurnEvent): boolean {
  return 'answerable' in event && !event.answerable;
}

function inboundOf(event: InboundEvent): Incoming {
  if (event.kind === 'stimulus') return signalOf(event);
  const payload = event.kind === 'postback' ? event.payload : event.quickReplyPayload;
  const choice = payload === undefined ? null : parseChoicePayload(payload);
  const text = event.kind === 'postback' ? (event.title ?? '') : event.text;
  // A tap whose session is forgotten counts as its title, typed; its payload says nothing to anybody else.
  if (choice !== null) {
    const message = { text, attachmentUrls: [] };
    return { event: { kind: 'choice', choice, title: text }, stimuli: text === '' ? [] : typed(message), message };
  }
  if (event.kind === 'postback') return tapOf(event);
  const message = messageOf(event.text, event.attachments, event.quickReplyPayload);
  return { event: { kind: 'message', message }, stimuli: typed(message), message };
}

/** Instagram does not tell an ice breaker from another postback; and either may say a keyword. */
function tapOf({ payload, title }: Extract<TurnEvent, { kind: 'postback' }>): Incoming {
  const message = messageOf(title ?? payload, [], payload);
  const facts = { text: message.text, hasLink: false, hasAttachment: false, payload };
  return {
    event: { kind: 'message', message },
    stimuli: [{ on: 'postback', ...facts }, { on: 'ice_breaker', ...facts }, ...typed(message)],
    message,
  };
}

function signalOf(event: Extract<TurnEvent, { kind: 'stimulus' }>): Incoming {
  const message = messageOf(event.text, event.attachments, event.payload);
  const on = TRIGGER_TYPES.find((type) => type === event.on);
  const ref = event.ref === undefined ? {} : { ref: event.ref };
  return { event: null, stimuli: on === undefined ? [] : [{ ...stimulusOf(on, message), ...ref }], message };
}

const typed = (message: FlowMessageIn): Stimulus[] => [stimulusOf('dm_message', message)];

export function stimulusOf(on: TriggerType, { text, attachmentUrls, payload }: FlowMessageIn): Stimulus {
  return {
    on,
    text,
    hasLink: LINK.test(text),
    hasAttachment: attachmentUrls.length > 0,
    ...(payload === undefined ? {} : { payload }),
  };
}

function messageOf(text: string, attachments: readonly { url?: string }[], payload?: string): FlowMessageIn {
  const attachmentUrls = attachments.flatMap(({ url }) => url ?? []);
  return { text, attachmentUrls, ...(payload === undefined ? {} : { payload }) };
}
