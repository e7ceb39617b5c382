import { MemoryEscalations } from '../../test/support/memory-escalations';
import type { ConversationId, UserId, WorkspaceId } from '../shared/kernel';
import { EscalationsFacade, type OpenEscalation } from './escalations.facade';
import type { EscalationsRepository } from './repositories/escalations.repository';

const request = (part: Partial<OpenEscalation> = {}): OpenEscalation => ({
  workspaceId: 'w1' as WorkspaceId,
  conversationId: 'lane1' as ConversationId,
  sourceId: 'task1',
  reason: 'handoff',
  summary: 'Asks for a person',
  at: new Date('2026-01-01T00:00:00Z'),
  ...part,
});

describe('EscalationsFacade.open', () => {
  let rows: MemoryEscalations;
  let facade: EscalationsFacade;

  beforeEach(() => {
    rows = new MemoryEscalations();
    facade = new EscalationsFacade(rows as unknown as EscalationsRepository);
  });

  it('opens one as pending', async () => {
    const { escalationId } = await facade.open(request({ summary: 'x'.repeat(200) }));
    expect(rows.rows).toEqual([
      expect.objectContaining({ id: escalationId, status: 'pending', sourceIds: ['task1'], reason: 'handoff' }),
    ]);
    expect(rows.rows[0]?.summary).toHaveLength(140);
  });

  it('answers a repetition with the same one, also when it was resolved meanwhile', async () => {
    const first = await facade.open(request());
    expect(await facade.open(request())).toEqual(first);
    await rows.resolve(
      { workspaceId: 'w1' as WorkspaceId, id: first.escalationId, status: 'pending' },
      'u' as UserId,
      new Date(),
    );
    expect(await facade.open(request())).toEqual(first);
    expect(rows.rows).toHaveLength(1);
  });

  it('joins the open one of the conversation and remembers the source, for its own repetition', async () => {
    const first = await facade.open(request());
    expect(await facade.open(request({ sourceId: 'task2' }))).toEqual(first);
    expect(rows.rows[0]?.sourceIds).toEqual(['task1', 'task2']);
    await rows.resolve(
      { workspaceId: 'w1' as WorkspaceId, id: first.escalationId, status: 'pending' },
      'u' as UserId,
      new Date(),
    );
    expect(await facade.open(request({ sourceId: 'task2' }))).toEqual(first);
  });

  it('opens a new one for a new need after the last was resolved', async () => {
    const first = await facade.open(request());
    await rows.resolve(
      { workspaceId: 'w1' as WorkspaceId, id: first.escalationId, status: 'pending' },
      'u' as UserId,
      new Date(),
    );
    expect(await facade.open(request({ sourceId: 'task2' }))).not.toEqual(first);
  });

  it.each([
    ['another conversation', { conversationId: 'lane2' as ConversationId, sourceId: 'task2' }],
    ['the same ids in another workspace', { workspaceId: 'w2' as WorkspaceId }],
  ])('keeps %s apart', async (_, part) => {
    const first = await facade.open(request());
    expect(await facade.open(request(part))).not.toEqual(first);
    expect(rows.rows).toHaveLength(2);
  });

  it('tries again when the open one is resolved between insert and join', async () => {
    await facade.open(request());
    const join = rows.joinOpen.bind(rows);
    rows.joinOpen = async (...args) => {
      rows.joinOpen = join;
      rows.rows = rows.rows.map((row) => ({ ...row, status: 'resolved' as const }));
      return join(...args);
    };
    await facade.open(request({ sourceId: 'task2' }));
    expect(rows.rows.map(({ status, sourceIds }) => [status, sourceIds])).toEqual([
      ['resolved', ['task1']],
      ['pending', ['task2']],
    ]);
  });

  it('gives up rather than spin', async () => {
    rows.insert = async () => false;
    await expect(facade.open(request())).rejects.toMatchObject({ code: 'ESCALATION.CONTENDED', kind: 'unavailable' });
  });
});
