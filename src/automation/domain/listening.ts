import type { Occasion, TurnEvent } from '../../conversations';
import type { FlowMessageIn } from '../../flows';
import { stableId } from '../../shared/kernel';
import { heardMessage, type Incoming } from './incoming';
import type { TurnRun } from './turn-run';

/** Nobody waits longer for the words of a voice note. */
export const LISTENING_MS = 20_000;
/** Messages that are kept together meanwhile. */
const MAX_PARTS = 10;

/** What a person has said since a voice note that nobody has understood yet. */
export type Listening = {
  timerId: string;
  /** The event that began it: what it starts is named after it. */
  eventId: string;
  /** Oldest first. */
  parts: HeardPart[];
  occasions?: Occasion[];
};

/** `voice`: the message whose words are awaited. */
type HeardPart = { text: string; attachmentUrls: string[]; voice?: string };

type MessageEvent = Extract<TurnEvent, { kind: 'message' }>;
/** `eventId`: what the message is named after. */
type Answer = (incoming: Incoming, eventId: string) => void;

/**
 * A voice note waits for its words, and what follows it waits along, so that all of it is answered once and in order.
 * When the words are there, when they take too long, or when the person does something else than write, it is answered as
 * what it is by then. True: the event is dealt with.
 */
export function listen(run: TurnRun, answer: Answer): boolean {
  const { event } = run.turn;
  switch (event.kind) {
    case 'transcript':
      return hear(run, event, answer);
    case 'timer':
      if (run.state.listening?.timerId !== event.timerId) return false;
      release(run, answer);
      return true;
    case 'message':
      return joins(run, event) || cutShort(run, answer);
    case 'postback':
    case 'stimulus':
      return cutShort(run, answer);
    default:
      return false;
  }
}

/** A person has taken over: what was said is for them. */
export function stopListening(run: TurnRun): void {
  const { listening } = run.state;
  if (listening === undefined) return;
  run.cancelTimer(listening.timerId);
  forget(run);
}

function hear(run: TurnRun, { messageId, text }: Extract<TurnEvent, { kind: 'transcript' }>, answer: Answer): boolean {
  const { listening } = run.state;
  if (listening?.parts.some(({ voice }) => voice === messageId) !== true) {
    run.silent('not_awaited');
    return true;
  }
  const parts = listening.parts.map(({ voice, ...part }) =>
    voice === messageId ? { ...part, text } : { ...part, ...(voice === undefined ? {} : { voice }) },
  );
  run.state = { ...run.state, listening: { ...listening, parts } };
  if (parts.some((part) => 'voice' in part)) run.came('listening');
  else release(run, answer);
  return true;
}

function joins(run: TurnRun, event: MessageEvent): boolean {
  const { listening } = run.state;
  if (event.quickReplyPayload !== undefined) return false;
  const part = partOf(event, run.context.hearsVoice === true);
  if (listening === undefined && part.voice === undefined) return false;
  if (listening !== undefined && listening.parts.length >= MAX_PARTS) return false;
  if (listening === undefined) begin(run, event, part);
  else run.state = { ...run.state, listening: { ...listening, parts: [...listening.parts, part] } };
  run.came(listening === undefined || part.voice !== undefined ? 'listening' : 'joined');
  return true;
}

function begin(run: TurnRun, { eventId, occasions }: MessageEvent, part: HeardPart): void {
  const timerId = stableId('listening', eventId);
  const more = occasions === undefined ? {} : { occasions };
  run.state = { ...run.state, listening: { timerId, eventId, parts: [part], ...more } };
  run.armTimer(timerId, run.now + LISTENING_MS);
}

function partOf({ eventId, text, attachments, isVoice }: MessageEvent, hearsVoice: boolean): HeardPart {
  const attachmentUrls = attachments.flatMap(({ url }) => url ?? []);
  return { text, attachmentUrls, ...(hearsVoice && isVoice === true ? { voice: eventId } : {}) };
}

/** What has been said comes first, in whatever form it is; then the event has its turn. */
function cutShort(run: TurnRun, answer: Answer): boolean {
  if (run.state.listening !== undefined) release(run, answer);
  return false;
}

function release(run: TurnRun, answer: Answer): void {
  const { listening } = run.state;
  if (listening === undefined) return;
  const { parts, occasions, timerId, eventId } = listening;
  const message: FlowMessageIn = {
    text: parts.flatMap(({ text }) => (text === '' ? [] : [text])).join('\n'),
    attachmentUrls: parts.flatMap(({ attachmentUrls }) => attachmentUrls),
  };
  const { event } = run.turn;
  if (event.kind !== 'timer' || event.timerId !== timerId) run.cancelTimer(timerId);
  forget(run);
  run.answersSaid = true;
  answer(heardMessage(message, occasions), eventId);
}

function forget(run: TurnRun): void {
  const { listening: _heard, ...state } = run.state;
  run.state = state;
}
