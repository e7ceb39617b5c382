import type { JsonObject } from '../../conversations';
import { CLASSIFY_INTENTS, type FlowMessageIn, type Stimulus, type TriggerFacts } from '../../flows';
import { stableId } from '../../shared/kernel';
import { explain, firstMatch, idOf, type Match, type Ranked } from './consideration';
import { dropSelection } from './drop-selection';
import type { Incoming } from './incoming';
import type { PendingSelection } from './pending-selection';
import { startSession } from './start-session';
import type { TurnRun } from './turn-run';

/** Nobody waits longer for a classifier. */
export const SELECTION_TIMEOUT_MS = 10_000;
/** Messages that join a selection; of more, the last ones count. */
const MAX_JOINED = 10;

/**
 * Which automation answers what no session has taken. A keyword goes before an intent, and that before a trigger that asks
 * for neither; in each the higher priority goes first, then the older automation. While a session is open, only a keyword
 * interrupts it: the open one is then superseded. `eventId`: what a session is named after; absent: the turn's event.
 */
export function select(run: TurnRun, { stimuli, message }: Incoming, eventId?: string): void {
  const match = firstMatch(run, stimuli);
  if (match === null) return run.silent('not_awaited');
  const { selecting } = run.state;
  const keyword = match.ranked.find(({ bucket }) => bucket === 'keyword');
  if (keyword !== undefined) return begin(run, match, keyword, joined(selecting, message), eventId);
  if (selecting !== null && (run.answersSaid || isSaid(run))) return join(run, selecting, message);
  if (selecting !== null) return passOver(run, match, 'session_open');
  if (run.running !== null) return passOver(run, match, 'session_open');
  const intents = match.ranked.filter(({ bucket }) => bucket === 'intent');
  if (intents.length > 0 && message.text !== '') return ask(run, { match, candidates: intents, message, eventId });
  beginWithoutIntent(run, match, message, eventId);
}

/** A person has paused the open session: nothing starts until they let it go on. */
export function keepPaused(run: TurnRun, { stimuli }: Incoming): void {
  const match = firstMatch(run, stimuli);
  if (match === null) return run.silent('session_paused');
  passOver(run, match, 'session_paused');
}

/**
 * The classifier has answered, or has taken too long (null). Its answer names a candidate, or none; then a trigger that
 * asks for no intent may take the messages.
 */
export function resumeSelection(run: TurnRun, selecting: PendingSelection, answer: JsonObject | null): void {
  const message = joined(selecting, null);
  const match = firstMatch(run, [selecting.stimulus]);
  if (match === null) return run.silent('no_trigger');
  const named = answer?.['candidate'];
  const chosen = match.ranked.find((it) => it.bucket === 'intent' && idOf(it) === named && wasAsked(selecting, it));
  if (chosen !== undefined) begin(run, match, chosen, message, selecting.eventId);
  else beginWithoutIntent(run, match, message, selecting.eventId);
}

/** What a person does, such as a reaction or a comment, adds nothing to what they have written. */
const isSaid = ({ turn: { event } }: TurnRun): boolean => event.kind === 'message' || event.kind === 'postback';

function passOver(run: TurnRun, match: Match, reason: 'session_open' | 'session_paused'): void {
  explain(run, match, () => reason);
  run.silent(match.ranked.length === 0 && reason === 'session_open' ? 'no_trigger' : reason);
}

function wasAsked({ candidates }: PendingSelection, { owner, nodeId }: Ranked): boolean {
  return candidates.some((asked) => asked.instanceId === owner && asked.nodeId === nodeId);
}

function beginWithoutIntent(run: TurnRun, match: Match, message: FlowMessageIn, eventId?: string): void {
  const plain = match.ranked.find(({ bucket }) => bucket === 'unqualified');
  if (plain !== undefined) return begin(run, match, plain, message, eventId);
  explain(run, match, () => 'no_intent');
  if (eventId !== undefined && match.stimulus.comment !== undefined)
    run.noteSkipped(match.stimulus.comment, 'no_intent');
  dropSelection(run);
  run.silent(run.context.instances.length === 0 ? 'no_automation' : 'no_trigger');
}

function begin(run: TurnRun, match: Match, chosen: Ranked, message: FlowMessageIn, eventId?: string): void {
  explain(run, match, (candidate) => {
    if (idOf(candidate) === idOf(chosen)) return 'chosen';
    return candidate.bucket === 'intent' && chosen.bucket === 'unqualified' ? 'no_intent' : 'outranked';
  });
  const instance = run.instance(chosen.owner);
  if (instance === undefined) return run.silent('no_trigger');
  startSession(run, instance, {
    eventId: eventId ?? run.turn.event.eventId,
    triggerNodeId: chosen.nodeId,
    message,
    trigger: triggerFacts(match.stimulus, chosen),
  });
}

function triggerFacts({ on, ref, payload, comment }: Stimulus, { keyword }: Ranked): TriggerFacts {
  return {
    type: on,
    ...(keyword === undefined ? {} : { keyword }),
    ...(ref === undefined ? {} : { ref }),
    ...(payload === undefined ? {} : { payload }),
    ...(comment === undefined ? {} : { comment }),
  };
}

interface Question {
  match: Match;
  candidates: readonly Ranked[];
  message: FlowMessageIn;
  eventId?: string | undefined;
}

/** One task for all candidates; until it answers, the messages wait. */
function ask(run: TurnRun, { match, candidates, message, eventId = run.turn.event.eventId }: Question): void {
  explain(run, match, ({ bucket }) => (bucket === 'intent' ? 'asked' : 'outranked'));
  const taskId = stableId('classify', eventId);
  const timerId = stableId('selection', eventId);
  const asked = candidates.map(({ owner, nodeId }) => ({ instanceId: owner, nodeId }));
  const selecting = { taskId, timerId, eventId, stimulus: match.stimulus, messages: [message], candidates: asked };
  run.state = { ...run.state, selecting };
  run.armTimer(timerId, run.now + SELECTION_TIMEOUT_MS);
  run.askFor({ id: taskId, task: CLASSIFY_INTENTS, input: questionOf(run, candidates, message) });
  run.came('selecting');
}

function questionOf(run: TurnRun, candidates: readonly Ranked[], { text }: FlowMessageIn): JsonObject {
  const options = candidates.map(({ intents = [], description = '', ...candidate }) => ({
    id: idOf(candidate),
    automation: run.instance(candidate.owner)?.name ?? '',
    intents: [...intents],
    description,
  }));
  return { text, candidates: options };
}

function join(run: TurnRun, selecting: PendingSelection, message: FlowMessageIn): void {
  const messages = [...selecting.messages, message].slice(-MAX_JOINED);
  run.state = { ...run.state, selecting: { ...selecting, messages } };
  run.came('joined');
}

/** All that the person wrote while the classifier thought, as one message. */
function joined(selecting: PendingSelection | null, last: FlowMessageIn | null): FlowMessageIn {
  const messages = [...(selecting?.messages ?? []), ...(last === null ? [] : [last])];
  const [only] = messages;
  if (only !== undefined && messages.length === 1) return only;
  return {
    text: messages.flatMap(({ text }) => (text === '' ? [] : [text])).join('\n'),
    attachmentUrls: messages.flatMap(({ attachmentUrls }) => attachmentUrls),
  };
}
