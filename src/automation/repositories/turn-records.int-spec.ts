import { createConnection, type Connection, type Model } from 'mongoose';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database';
import type { ConversationId, WorkspaceId } from '../../shared/kernel';
import { TURN_RECORDS, turnRecordIndexes, type TurnRecordRow } from '../schemas/turn-record.schema';
import { TurnRecordsRepository } from './turn-records.repository';

const OURS = 'w1' as WorkspaceId;
const THEIRS = 'w2' as WorkspaceId;
const CHAT = 'c1' as ConversationId;
const day = (of: number) => new Date(Date.UTC(2026, 0, of));

const row = (_id: string, more: Partial<TurnRecordRow> = {}): TurnRecordRow => ({
  _id,
  workspaceId: OURS,
  conversationId: CHAT,
  at: day(1),
  event: { kind: 'message' },
  outcome: 'silent',
  held: false,
  considered: [],
  steps: [],
  sessionIds: [],
  correlationId: 'c',
  ...more,
});

describe('records of turns on the store', () => {
  let database: TestDatabase;
  let connection: Connection;
  let records: TurnRecordsRepository;

  beforeAll(async () => {
    database = await createTestDatabase(turnRecordIndexes);
    connection = await createConnection(database.uri, { autoIndex: false, autoCreate: false }).asPromise();
  });

  afterAll(async () => {
    await connection.close();
    await database.drop();
  });

  beforeEach(async () => {
    const collection = connection.collection(TURN_RECORDS);
    await collection.deleteMany({ workspaceId: { $in: [OURS, THEIRS] } });
    records = new TurnRecordsRepository({ collection } as unknown as Model<TurnRecordRow>);
  });

  const idsOf = (rows: TurnRecordRow[]) => rows.map(({ _id }) => _id);

  it('are written once: what was known first stays', async () => {
    await records.insertNew([row('e1', { outcome: 'started' })]);
    await records.insertNew([row('e1', { outcome: 'unrecorded' }), row('e2')]);
    const listed = await records.list(OURS, CHAT, 10);
    expect(listed.map(({ _id, outcome }) => [_id, outcome])).toEqual([
      ['e2', 'silent'],
      ['e1', 'started'],
    ]);
  });

  it('are listed newest first, page by page, for their conversation and workspace', async () => {
    await records.insertNew([
      row('old'),
      row('new', { at: day(3) }),
      row('mid', { at: day(2) }),
      row('other', { conversationId: 'c2' as ConversationId }),
      row('theirs', { workspaceId: THEIRS }),
    ]);
    expect(idsOf(await records.list(OURS, CHAT, 2))).toEqual(['new', 'mid']);
    expect(idsOf(await records.list(OURS, CHAT, 2, { at: day(2), id: 'mid' }))).toEqual(['old']);
  });

  it('are found by session, oldest first, and by what was asked for', async () => {
    const steps = [{ effects: [{ id: 's1-1', kind: 'send' }] }] as TurnRecordRow['steps'];
    await records.insertNew([
      row('second', { sessionIds: ['s1'], at: day(2) }),
      row('first', { sessionIds: ['s0', 's1'], steps }),
      row('theirs', { sessionIds: ['s1'], steps, workspaceId: THEIRS }),
    ]);
    expect(idsOf(await records.ofSession(OURS, 's1'))).toEqual(['first', 'second']);
    expect(idsOf(await records.ofEffects(OURS, ['s1'], ['s1-1', 'x']))).toEqual(['first']);
    expect(await records.ofEffects(OURS, ['s1'], [])).toEqual([]);
  });

  it('are forgotten with the messages of their workspace, the oldest first', async () => {
    await records.insertNew([
      row('a'),
      row('b', { at: day(2) }),
      row('c', { at: day(9) }),
      row('t', { workspaceId: THEIRS }),
    ]);
    expect(await records.removeOlder(OURS, day(5), 1)).toBe(1);
    expect(idsOf(await records.list(OURS, CHAT, 10))).toEqual(['c', 'b']);
    expect(await records.removeOlder(OURS, day(5), 10)).toBe(1);
    expect(await records.removeOlder(OURS, day(5), 10)).toBe(0);
    expect(await records.list(THEIRS, CHAT, 10)).toHaveLength(1);
  });
});
