import { saidIn, type ShownMessage } from '../../../conversations';

/** What the customer has said last, and nobody but perhaps a bot or a person has answered since. */
export interface LastQuestion {
  text: string;
  /** When the first message of it was written. */
  from: Date;
  /** When the last message of it was written. */
  upTo: Date;
}

/** So many messages are one thought. */
const MOST_JOINED = 10;

type Message = Pick<ShownMessage, 'direction' | 'text' | 'attachments' | 'at' | 'kind'>;

/** `newest`: newest first. Null when the customer has said nothing in words. */
export function lastQuestion(newest: readonly Message[]): LastQuestion | null {
  const said = newest.filter(
    (message) => saidIn(message) !== '' && (message.kind === undefined || message.kind === 'comment'),
  );
  const first = said.findIndex(({ direction }) => direction === 'in');
  if (first === -1) return null;
  const rest = said.slice(first);
  const end = rest.findIndex(({ direction }) => direction === 'out');
  const theirs = rest.slice(0, end === -1 ? undefined : end).slice(0, MOST_JOINED);
  const [last] = theirs;
  if (last === undefined) return null;
  const from = theirs.at(-1)?.at ?? last.at;
  return { text: theirs.map(saidIn).reverse().join('\n'), from, upTo: last.at };
}
