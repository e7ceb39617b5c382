import type { ConversationState, OutboxEntry } from '../schemas/conversation.schema';
import type { LaneEvent } from '../schemas/inbox-event.schema';
import type { EchoReceived } from './channel-event';
import type { OutgoingContent } from './content';
import { likenessOf, type Shown } from './content-likeness';
import { isHistory } from './event-standing';
import { mayBeOursStill } from './turn-batch';

export interface ParkedSend {
  messageId: string;
  content: OutgoingContent;
}

/** What is known about the echoes of a turn, read after the lease has answered. */
export interface EchoFacts {
  /** mids of rows that a send wrote. */
  ownMids: ReadonlySet<string>;
  parked: readonly ParkedSend[];
}

export interface EchoVerdicts {
  /** Of a send whose row has the mid: nothing left to do. */
  own: LaneEvent[];
  /** Of a send still under way, perhaps. Stays pending. */
  waiting: LaneEvent[];
  /** Typed by a person elsewhere. */
  foreign: LaneEvent[];
  /** Late proof that a parked send was delivered. */
  settlesParked: { event: LaneEvent; messageId: string }[];
  /** The only waiting echo that equals the head of unknown outcome: the send takes its mid. */
  settlesHead: { event: LaneEvent; head: OutboxEntry } | null;
}

const echoOf = (event: LaneEvent) => event.payload as EchoReceived;

function shownBy(event: LaneEvent): Shown {
  const { text, attachments } = echoOf(event);
  return { text: text ?? '', attachmentTypes: attachments.map(({ type }) => type) };
}

const equals = (event: LaneEvent, content: OutgoingContent) => likenessOf(content, shownBy(event)) === 'equal';

export function judgeEchoes(
  echoes: readonly LaneEvent[],
  conversation: ConversationState,
  facts: EchoFacts,
): EchoVerdicts {
  const verdicts: EchoVerdicts = { own: [], waiting: [], foreign: [], settlesParked: [], settlesHead: null };
  const unclaimedParked = [...facts.parked];
  for (const event of echoes) {
    if (facts.ownMids.has(echoOf(event).mid)) verdicts.own.push(event);
    // Long over when whatever is on its way, or parked, was sent: the same words prove nothing.
    else if (isHistory(event.payload)) verdicts.foreign.push(event);
    else if (mayBeOursStill(event, conversation.outbox[0])) verdicts.waiting.push(event);
    else {
      const match = unclaimedParked.findIndex(({ content }) => equals(event, content));
      const [parked] = match >= 0 ? unclaimedParked.splice(match, 1) : [];
      if (parked) verdicts.settlesParked.push({ event, messageId: parked.messageId });
      else verdicts.foreign.push(event);
    }
  }
  verdicts.settlesHead = headSettledBy(verdicts.waiting, conversation.outbox[0]);
  return verdicts;
}

function headSettledBy(waiting: readonly LaneEvent[], head: OutboxEntry | undefined): EchoVerdicts['settlesHead'] {
  if (head?.status !== 'unknown') return null;
  const equal = waiting.filter((event) => equals(event, head.content));
  const [only] = equal;
  return only !== undefined && equal.length === 1 ? { event: only, head } : null;
}
