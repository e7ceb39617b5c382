import { assertNever, knownFields } from '../../shared/kernel';
import type { LaneEvent, LaneEventPayload } from '../schemas/inbox-event.schema';
import { type Attachment, visibleTextOf } from './content';
import type {
  ChannelEvent,
  CommentReceived,
  EchoReceived,
  MessageReceived,
  PostbackReceived,
  ReactionReceived,
  Referral,
  ThreadControlChanged,
} from './channel-event';
import { isHistory, standsBy } from './event-standing';
import { voicesIn } from './message-media';
import type { Occasion, TurnEvent } from './turn';

/** What changes what was said, or tells of something that nobody answers. */
type Unanswered = Extract<ChannelEvent, { kind: 'edit' | 'unsend' | 'mention' | 'optin' }>;
const UNANSWERED: readonly string[] = ['edit', 'unsend', 'mention', 'optin'];

const isUnanswered = (payload: LaneEventPayload): payload is Unanswered => UNANSWERED.includes(payload.kind);

/**
 * An event of the inbox as the TurnHandler sees it. That a person writes, here or in the app, is a hold to it; null: it
 * is none of its business.
 */
export function turnEventOf(event: LaneEvent, answerable: boolean): TurnEvent | null {
  const { payload } = event;
  if (isUnanswered(payload)) return null;
  switch (payload.kind) {
    case 'message':
    case 'postback':
      return inboundOf(event, payload, answerable);
    case 'comment':
    case 'reaction':
    case 'referral':
      return stimulusOf(event, payload, answerable);
    case 'echo':
    case 'thread-control':
      return othersActOf(event, payload);
    default:
      return ownEventOf(event, payload);
  }
}

/** What somebody else does in the thread: a person in the app, or another app. */
function othersActOf({ _id: eventId }: LaneEvent, payload: EchoReceived | ThreadControlChanged): TurnEvent | null {
  if (payload.kind === 'thread-control') return payload.what === 'taken' ? { kind: 'thread-taken', eventId } : null;
  return isHistory(payload) ? null : { kind: 'hold', eventId, said: payload.text ?? '' };
}

type OwnPayload = Exclude<LaneEventPayload, ChannelEvent>;

/** What Parley itself has added to the conversation. */
function ownEventOf({ _id: eventId, platformAt }: LaneEvent, payload: OwnPayload): TurnEvent {
  switch (payload.kind) {
    case 'person-send':
      return { kind: 'hold', eventId, said: visibleTextOf(payload.content) };
    case 'hold':
      return { kind: 'hold', eventId };
    case 'timer':
      return { kind: 'timer', eventId, timerId: payload.timerId, data: payload.data };
    case 'task-result': {
      const { taskId, taskKind, outcome } = payload;
      return { kind: 'task-result', eventId, taskId, taskKind, outcome };
    }
    case 'transcript':
      return { kind: 'transcript', eventId, messageId: payload.messageId, text: payload.text };
    case 'command':
      return { kind: 'command', eventId, at: platformAt, command: payload.command, data: payload.data };
    default:
      return assertNever(payload);
  }
}

const baseOf = ({ _id: eventId, platformAt: at, payload }: LaneEvent, answerable: boolean) =>
  standsBy(payload) ? { eventId, at, answerable, standby: true as const } : { eventId, at, answerable };

function inboundOf(event: LaneEvent, payload: MessageReceived | PostbackReceived, answerable: boolean): TurnEvent {
  const base = baseOf(event, answerable);
  const occasions = occasionsOf(payload);
  const more = occasions.length === 0 ? {} : { occasions };
  if (payload.kind === 'postback')
    return { kind: 'postback', ...base, payload: payload.payload, title: payload.title, ...more };
  const { text = '', quickReplyPayload, attachments } = payload;
  const voice = text === '' && voicesIn(attachments).length > 0 ? { isVoice: true as const } : {};
  return { kind: 'message', ...base, text, quickReplyPayload, attachments, ...voice, ...more };
}

/** Attachments that tell of a story: what they start. */
const STORY_OCCASIONS: Record<string, string> = {
  story_mention: 'story_mention',
  story: 'story_share',
  ig_story: 'story_share',
};

/** The most definite first. */
function occasionsOf(payload: MessageReceived | PostbackReceived): Occasion[] {
  const occasions: Occasion[] = payload.referral ? [followed(payload.referral)] : [];
  if (payload.kind === 'postback') return occasions;
  const story = payload.replyTo?.story;
  if (story) occasions.push(knownFields({ on: 'story_reply', payload: story.id }));
  const named = payload.attachments.flatMap(({ type }) => STORY_OCCASIONS[type] ?? []);
  return [...occasions, ...[...new Set(named)].map((on) => ({ on }))];
}

/** An ad without a ref of its own goes by its id. */
const followed = ({ ref, adId }: Referral): Occasion =>
  knownFields({ on: 'referral', ref: ref ?? adId, payload: adId });

type Signal = CommentReceived | ReactionReceived | Extract<LaneEvent['payload'], { kind: 'referral' }>;

function stimulusOf(event: LaneEvent, payload: Signal, answerable: boolean): TurnEvent | null {
  const attachments: Attachment[] = [];
  const base = { kind: 'stimulus' as const, ...baseOf(event, answerable), attachments };
  switch (payload.kind) {
    case 'comment':
      return {
        ...base,
        on: payload.isLive ? 'live_comment' : 'post_comment',
        text: payload.text,
        comment: factsOf(payload),
      };
    case 'referral':
      return { ...base, ...followed(payload.referral), text: '' };
    case 'reaction':
      // That somebody takes a reaction back, or that the account itself reacted, starts nothing.
      if (payload.action === 'unreact' || payload.fromAccount === true) return null;
      return knownFields({ ...base, on: 'reaction', text: payload.emoji ?? '', payload: payload.reaction });
    default:
      return assertNever(payload);
  }
}

function factsOf({
  commentId,
  parentId,
  username,
  mediaId,
  mediaType,
  adId,
  originalMediaId,
  isLive,
}: CommentReceived) {
  return knownFields({ commentId, parentId, username, mediaId, mediaType, adId, originalMediaId, isLive });
}
