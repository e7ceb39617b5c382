import { commitPipeline } from '../../src/conversations/repositories/commit-pipeline';
import { commitOf } from '../../test/support/message-store';
import { updated } from './expressions.mjs';

describe('the canned store', () => {
  const before = { outbox: [], tasks: [], timers: [], consumed: [], attempts: [], turnVersion: 1, unread: 0 };
  const now = new Date('2026-03-01T12:00:00Z');

  it('knows what a commit asks for', () => {
    const commit = commitOf({ mirrors: { participant: { name: 'Mia', username: 'mia' } } });
    const after = updated(before, commitPipeline(commit, [], null), now);
    expect(after).toMatchObject({ turnVersion: 2, participant: { name: 'Mia' }, lastCommitAt: now });
    expect(after['searchTerms']).toContain('mia');
  });

  it('gives no answer to what it does not know', () => {
    expect(() => updated(before, [{ $set: { unread: { $toInt: '1' } } }], now)).toThrow('does not know $toInt');
  });
});
