import { escalations } from '../../migrations/0010-escalations';
import { MigratedDatabase } from '../support/migrated-database';

const AT = new Date('2026-01-01T00:00:00Z');

describe('the migration to escalations that are worked on', () => {
  const database = new MigratedDatabase();

  it('gives earlier ones what they lack, leaves newer ones alone, and may run again', async () => {
    const earlier = (id: string, part: object) => ({
      ...{ _id: id, workspaceId: 'w1', conversationId: `c-${id}`, sourceIds: [`s-${id}`], reason: 'handoff' },
      ...{ summary: 'x', createdAt: AT, updatedAt: AT },
      ...part,
    });
    await database
      .rows('escalations')
      .insertMany([
        earlier('open', { status: 'pending', open: true, sourceIds: ['s1', 's2', 's3'] }),
        earlier('done', { status: 'resolved', resolvedAt: AT, resolvedBy: 'ann', holdReleasedAt: AT }),
        earlier('cut', { status: 'resolved', resolvedAt: AT }),
        earlier('newer', { status: 'pending', open: true, revision: 4, severity: 'high', rank: 2 }),
      ]);
    await database.rows('conversations').insertMany([
      { _id: 'c-open', workspaceId: 'w1', needsHuman: false },
      { _id: 'c-done', workspaceId: 'w1', needsHuman: false },
    ]);
    await database.rows('escalations').createIndex({ status: 1, holdReleasedAt: 1 }, { name: 'hold-to-release' });
    await database.twice(escalations);

    const of = (id: string) => database.rows('escalations').findOne({ _id: id });
    const clock = { startedAt: AT };
    expect(await of('open')).toMatchObject({
      ...{ severity: 'normal', rank: 1, createdBy: 'flow', followUpCount: 2, reopenCount: 0, revision: 1 },
      ...{ unanswered: true, sla: { firstResponse: clock, resolution: clock } },
      updates: [{ at: AT, kind: 'opened', from: 'flow', text: 'handoff' }],
    });
    expect(await of('done')).toMatchObject({ memberIds: ['ann'], followUpCount: 0 });
    expect(Object.keys((await of('done')) ?? {})).not.toEqual(expect.arrayContaining(['handBackDueAt']));
    expect(Object.keys((await of('done')) ?? {})).not.toEqual(expect.arrayContaining(['unanswered']));
    expect(await of('cut')).toMatchObject({ handBackDueAt: AT });
    expect(await of('newer')).toEqual(
      earlier('newer', { ...{ status: 'pending', open: true, revision: 4 }, severity: 'high', rank: 2 }),
    );
    const shown = await database.rows('conversations').find().sort({ _id: 1 }).toArray();
    expect(shown.map(({ _id, needsHuman }) => [_id, needsHuman])).toEqual([
      ['c-done', false],
      ['c-open', true],
    ]);
    const names = (await database.rows('escalations').indexes()).map(({ name }) => name);
    expect(names).toContain('hand-back-due');
    expect(names).not.toContain('hold-to-release');
  });
});
