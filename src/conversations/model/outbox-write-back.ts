import { SendStatus, type Effect, type OutboxEntry, type State } from './state';

/** Only for the code that writes back the outbox it read: two entries of it, four bits each. */
export function packOutbox(outbox: readonly OutboxEntry[]): number {
  return outbox
    .slice(0, 2)
    .reduce((packed, { effect, status }, i) => packed | ((effect | (status << 2)) << (4 * i)), 0);
}

export function writeBackOutbox(state: State, packed: number): void {
  const now = state.conversation.outbox;
  const written: OutboxEntry[] = [];
  for (const bits of [packed & 15, packed >> 4]) {
    const effect: Effect = bits & 3;
    const status: SendStatus = bits >> 2;
    if (status === SendStatus.None) continue;
    const same = now.find((entry) => entry.effect === effect && entry.status === status);
    written.push(same ?? { effect, status, deadlinePassed: false, absentReads: 0, echoesBeforeClaim: 0 });
  }
  state.conversation.outbox = written;
}
