/** Who waits for an answer after a turn, as far as the turn itself tells. */
export interface Waiting {
  /** The first message of the person that nothing in the turn answers. */
  since?: Date;
  /** Somebody answered elsewhere whatever came before. */
  answered: boolean;
  /** The person wrote: the conversation is open again. */
  wakes: boolean;
}

export const NOBODY_WROTE: Waiting = { answered: false, wakes: false };

export const personWrote = (waiting: Waiting, at: Date): Waiting => ({
  ...waiting,
  since: waiting.since ?? at,
  wakes: true,
});

export const answeredElsewhere = ({ wakes }: Waiting): Waiting => ({ answered: true, wakes });
