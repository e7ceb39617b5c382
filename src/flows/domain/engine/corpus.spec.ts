import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { allTranscripts } from '../../../../test/support/all-transcripts';
import { FlowPlayer } from '../../../../test/support/flow-player';
import { makeMove, seededMoves } from '../../../../test/support/session-moves';
import { compiledTranscript, playTranscript } from '../../../../test/support/transcript';
import { isOpenStatus } from './session-status';

/**
 * What the engine did in hundreds of sessions, as recorded in the snapshot: one line a session, one short hash an event.
 * Sessions that run when a new release starts must go on as before, so a difference is a decision: run this file with
 * `jest -u` and have the changed lines reviewed.
 */
const SEEDS = [1, 2, 3, 4, 5];
const MOVES = 14;
const RECORDED = path.join(__dirname, '__snapshots__', 'corpus.spec.ts.snap');

const transcripts = allTranscripts();

it('is recorded, and has at least 500 sessions', () => {
  expect(existsSync(RECORDED)).toBe(true);
  expect(transcripts.length * (1 + SEEDS.length)).toBeGreaterThanOrEqual(500);
});

it.each(transcripts.map((transcript) => [transcript.name, transcript] as const))('%s', (name, transcript) => {
  const seeded = SEEDS.map((seed) => {
    const player = new FlowPlayer(compiledTranscript(transcript), transcript.env, `${name}-${seed}`).start('hello');
    for (const move of seededMoves(seed, MOVES)) if (canGoOn(player)) makeMove(player, move);
    return player;
  });
  expect([playTranscript(transcript), ...seeded].map(fingerprint)).toMatchSnapshot();
});

/** An ended session without choices does nothing any more. */
function canGoOn({ state, messages }: FlowPlayer): boolean {
  const choices = messages.flatMap(({ buttons, quickReplies, cards = [] }) => [...buttons, ...quickReplies, ...cards]);
  return isOpenStatus(state.status) || choices.length > 0;
}

/** What the outside world sees of each event: effects, status, and whether it was of use. */
function fingerprint({ steps }: FlowPlayer): string {
  const seen = steps.map(({ result: { effects, handled, state } }) => [effects, handled, state.status]);
  return seen.map((step) => createHash('sha256').update(JSON.stringify(step)).digest('hex').slice(0, 6)).join(' ');
}
