import fc from 'fast-check';
import { createConnection, type Connection, type Model } from 'mongoose';
import { DECLARED_INDEXES } from '../../../migrations/declared-indexes';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database';
import { newTestName } from '../../../test/support/test-name';
import { Transactions, uncounted } from '../../shared/database';
import { type AccountId, type ConversationId, newId, type WorkspaceId } from '../../shared/kernel';
import type { ConversationRow } from '../schemas/conversation.schema';
import type { MessageRow } from '../schemas/message.schema';
import { MessageFactsRepository } from './message-facts.repository';
import type { CountedThread } from './thread-parts';

const START = Date.parse('2026-05-01T00:00:00Z');
const LATEST = 6;
const IDS = ['a', 'b', 'c', 'd'];

const anyMessage = fc.record({
  conversation: fc.constantFrom(...IDS),
  /** Few, so that many are of the same moment. */
  minute: fc.nat(LATEST),
  isOurs: fc.boolean(),
  more: fc.record(
    {
      kind: fc.constant('comment' as const),
      backfill: fc.constantFrom('gap' as const, 'history' as const),
      userId: fc.constant('u1'),
      standby: fc.constant(true as const),
      quickReplyPayload: fc.constant('q'),
      postbackPayload: fc.constant('p'),
      content: fc.constant({ kind: 'private-reply' as const, text: 'words of ours' }),
      attachments: fc.constant([{ type: 'image', url: 'https://example.test/1' }, { type: 'video' }]),
      error: fc.constant({ code: 'GRAPH.REFUSED', message: 'no' }),
    },
    { requiredKeys: [] },
  ),
});
type Drawn = (typeof anyMessage extends fc.Arbitrary<infer One> ? One : never) & { _id: string };

const lanes = (workspaceId: WorkspaceId, ids = IDS) => ids.map((id) => `${workspaceId}-${id}` as ConversationId);

describe('messages as reports read them', () => {
  let database: TestDatabase;
  let connection: Connection;
  let facts: MessageFactsRepository;

  beforeAll(async () => {
    database = await createTestDatabase(DECLARED_INDEXES);
    connection = await createConnection(database.uri, { autoIndex: false, autoCreate: false }).asPromise();
    const modelOf = <Row>(collection: string) =>
      ({ collection: connection.collection(collection) }) as unknown as Model<Row>;
    const transactions = new Transactions(connection);
    facts = new MessageFactsRepository(
      modelOf<MessageRow>('messages'),
      modelOf<ConversationRow>('conversations'),
      transactions,
    );
  });
  afterAll(async () => {
    await connection.close();
    await database.drop();
  });

  const atOf = ({ minute }: Drawn) => new Date(START + minute * 60_000);
  const textOf = ({ _id }: Drawn) => `${_id} ${'😀ü'.repeat(100)}`;

  async function store(workspaceId: WorkspaceId, drawn: readonly Drawn[]): Promise<void> {
    const rows = drawn.map((one) => ({
      ...{ _id: one._id, workspaceId, conversationId: `${workspaceId}-${one.conversation}`, accountId: 'acc' },
      ...{
        at: atOf(one),
        text: textOf(one),
        attachments: [],
        terms: ['word'],
        correlationId: 'x',
        mid: `mid-${one._id}`,
      },
      ...(one.isOurs
        ? { direction: 'out', origin: 'bot', status: 'sent' }
        : { direction: 'in', origin: 'participant', status: 'received' }),
      ...one.more,
    }));
    if (rows.length > 0) await connection.collection('messages').insertMany(rows as never);
  }

  /** One after the other, without the store's help. */
  function expected(workspaceId: WorkspaceId, drawn: readonly Drawn[]): CountedThread[] {
    const sorted = [...drawn].sort((a, b) => a.minute - b.minute || (a._id < b._id ? -1 : 1));
    return IDS.flatMap((id) => {
      const messages = sorted
        .filter(({ conversation }) => conversation === id)
        .map((one) => {
          const { content, attachments, error, userId, ...rest } = one.more;
          return {
            ...{ accountId: 'acc' as AccountId, at: atOf(one), ...rest },
            ...(one.isOurs
              ? ({ direction: 'out', origin: 'bot', status: 'sent' } as const)
              : ({ direction: 'in', origin: 'participant', status: 'received' } as const)),
            ...(userId === undefined ? {} : { userId: userId as never }),
            ...(content === undefined ? {} : { content: content.kind }),
            ...(attachments === undefined ? {} : { attachments: attachments.map(({ type }) => type) }),
            ...(error === undefined ? {} : { error: error.code }),
            ...(one.isOurs ? {} : { text: [...textOf(one)].slice(0, 160).join('') }),
          };
        });
      return messages.length === 0 ? [] : [{ conversationId: `${workspaceId}-${id}` as ConversationId, messages }];
    });
  }

  async function read(
    workspaceId: WorkspaceId,
    ids: readonly ConversationId[],
    atOnce: number,
    within?: { from: Date; to: Date },
  ): Promise<CountedThread[]> {
    const all: CountedThread[] = [];
    const span = { conversationIds: ids, ...(within === undefined ? {} : { within }) };
    for await (const threads of facts.threads(workspaceId, span, atOnce)) all.push(...threads);
    return all;
  }

  it('are all of each conversation, each once and in order, wherever a command ends', async () => {
    const drawn = fc.array(anyMessage, { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(
        drawn,
        fc.integer({ min: 1, max: 12 }),
        fc.option(fc.tuple(fc.nat(LATEST), fc.nat(LATEST))),
        async (some, atOnce, minutes) => {
          const workspaceId = newId<WorkspaceId>();
          const messages = some.map((one): Drawn => ({ ...one, _id: newId() }));
          await store(workspaceId, messages);
          if (minutes === null) {
            expect(await read(workspaceId, lanes(workspaceId), atOnce)).toEqual(expected(workspaceId, messages));
            return;
          }
          const [from = 0, to = 0] = minutes.sort();
          const within = { from: new Date(START + from * 60_000), to: new Date(START + to * 60_000) };
          const inside = messages.filter(({ minute }) => minute >= from && minute < to);
          expect(await read(workspaceId, lanes(workspaceId), atOnce, within)).toEqual(expected(workspaceId, inside));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('are of the workspace and of the conversations that were asked for', async () => {
    const workspaceId = newTestName() as WorkspaceId;
    const one = (conversation: string): Drawn => ({ _id: newId(), conversation, minute: 1, isOurs: false, more: {} });
    const messages = IDS.map((id) => one(id));
    await store(workspaceId, messages);
    const asked = await read(workspaceId, lanes(workspaceId, ['c', 'a', 'c']), 1);
    expect(asked).toEqual(
      expected(
        workspaceId,
        messages.filter(({ conversation }) => 'ac'.includes(conversation)),
      ),
    );
    expect(await read(newId<WorkspaceId>(), lanes(workspaceId), 10)).toEqual([]);
    expect(await read(workspaceId, [], 10)).toEqual([]);
  });

  it('are looked for by one command in all collections, which names those where something waits', async () => {
    const others = ['escalations', 'crmLeads', 'automationSessions'];
    await connection.collection('messages').deleteMany({});
    expect(await facts.collectionsWaiting(others)).toEqual(new Set());
    const waits = (collection: string) =>
      connection
        .collection<{ _id: string }>(collection)
        .insertOne({ _id: newId(), ...{ workspaceId: newId(), ...uncounted } });
    await waits('automationSessions');
    expect(await facts.collectionsWaiting(others)).toEqual(new Set(['automationSessions']));
    await waits('messages');
    await waits('messages');
    await waits('escalations');
    expect(await facts.collectionsWaiting(others)).toEqual(new Set(['messages', 'escalations', 'automationSessions']));
  });
});
