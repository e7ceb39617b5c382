import type { CommentFacts, Occasion, TurnEvent } from '../../conversations';
import {
  type FlowEvent,
  type FlowMessageIn,
  parseChoicePayload,
  type Stimulus,
  type StimulusComment,
  TRIGGER_TYPES,
  type TriggerType,
} from '../../flows';
import { knownFields } from '../../shared/kernel';

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

/** Too late to be answered, or for others: it may neither start nor move anything that writes. */
export function isUnanswerable(event: TurnEvent): boolean {
  return isForOthers(event) || ('answerable' in event && !event.answerable);
}

/** Another app answers in this thread. */
export function isForOthers(event: TurnEvent): boolean {
  return event.kind === 'thread-taken' || ('standby' in event && event.standby === true);
}

function inboundOf(event: InboundEvent): Incoming {
  if (event.kind === 'stimulus') return signalOf(event);
  const payload = event.kind === 'postback' ? event.payload : event.quickReplyPayload;
  const choice = payload === undefined ? null : parseChoicePayload(payload);
  const text = event.kind === 'postback' ? (event.title ?? '') : event.text;
  // A tap whose session is forgotten counts as its title, typed; its payload says nothing to anybody else.
  if (choice !== null) {
    const message = { text, attachmentUrls: [] };
    const stimuli = [...occasionsOf(event, message), ...(text === '' ? [] : typed(message))];
    return { event: { kind: 'choice', choice, title: text }, stimuli, message };
  }
  return event.kind === 'postback' ? tapOf(event) : wordsOf(event);
}

/** That somebody names the account in a story, or shares one, is nothing they say; with words of their own it is both. */
function wordsOf(event: Extract<TurnEvent, { kind: 'message' }>): Incoming {
  return written(messageOf(event.text, event.attachments, event.quickReplyPayload), event);
}

/** What somebody has said in a voice note, and what they have written since. */
export const heardMessage = (message: FlowMessageIn, occasions?: Occasion[]): Incoming =>
  written(message, knownFields({ occasions }));

function written(message: FlowMessageIn, event: { occasions?: Occasion[] }): Incoming {
  const occasions = occasionsOf(event, message);
  const silent = message.text === '' && occasions.some(({ on }) => on === 'story_mention' || on === 'story_share');
  if (silent) return { event: null, stimuli: occasions, message };
  return { event: { kind: 'message', message }, stimuli: [...occasions, ...typed(message)], message };
}

/** What comes with the words goes before them: it is more definite. */
function occasionsOf({ occasions = [] }: { occasions?: Occasion[] }, message: FlowMessageIn): Stimulus[] {
  return occasions.flatMap(({ on, ref, payload }) => {
    const type = TRIGGER_TYPES.find((known) => known === on);
    if (type === undefined) return [];
    return [knownFields({ ...stimulusOf(type, { ...message, payload }), ref })];
  });
}

/** Instagram does not tell an ice breaker from another postback; and either may say a keyword. */
function tapOf(event: Extract<TurnEvent, { kind: 'postback' }>): Incoming {
  const { payload, title } = event;
  const message = messageOf(title ?? payload, [], payload);
  const facts = { text: message.text, hasLink: false, hasAttachment: false, payload };
  return {
    event: { kind: 'message', message },
    stimuli: [
      ...occasionsOf(event, message),
      { on: 'postback', ...facts },
      { on: 'ice_breaker', ...facts },
      ...typed(message),
    ],
    message,
  };
}

function signalOf(event: Extract<TurnEvent, { kind: 'stimulus' }>): Incoming {
  const message = messageOf(event.text, event.attachments, event.payload);
  const on = TRIGGER_TYPES.find((type) => type === event.on);
  const ref = event.ref === undefined ? {} : { ref: event.ref };
  const comment = event.comment === undefined ? {} : { comment: commentOf(event.comment, event.at) };
  const stimuli = on === undefined ? [] : [{ ...stimulusOf(on, message), ...ref, ...comment }];
  return { event: null, stimuli, message };
}

const commentOf = (
  { commentId, mediaId, originalMediaId, username, isLive }: CommentFacts,
  at: Date,
): StimulusComment => ({
  id: commentId,
  at: at.getTime(),
  mediaId,
  ...(originalMediaId === undefined ? {} : { originalMediaId }),
  ...(username === undefined ? {} : { username }),
  isLive,
});

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
