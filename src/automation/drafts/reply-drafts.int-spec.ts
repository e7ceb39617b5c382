import { Test, type TestingModule } from '@nestjs/testing';
import { MongooseModule } from '@nestjs/mongoose';
import { contextOf, RecordingAudit } from '../../../test/support/audit';
import { LANE } from '../../../test/support/automation-player';
import { ManualClock } from '../../../test/support/manual-clock';
import { MemoryEvents } from '../../../test/support/memory-events';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database';
import { ConversationsFacade, type ShownMessage, WritingFacade } from '../../conversations';
import { AuditedChangesModule } from '../../shared/database';
import { DomainEvents } from '../../shared/events';
import { Clock, Contributions, DomainError, KernelModule } from '../../shared/kernel';
import { AuditTrail } from '../../shared/observability';
import { DRAFT_MODELS } from '.';
import { ReplyDraftFigures } from './reply-draft-figures.service';
import { ReplyDraftMoves } from './reply-draft-moves.service';
import { ReplyDraftSending } from './reply-draft-sending.service';
import { ReplyDraftFiguresRepository } from './repositories/reply-draft-figures.repository';
import { ReplyDraftsRepository } from './repositories/reply-drafts.repository';
import { ReplyDrafts } from './reply-drafts.service';
import { replyDraftIndexes } from './schemas/reply-draft.schema';

const PROPOSED = { text: 'We open at nine.', question: 'when?', reason: 'approval_wanted', citations: [] };
const lane = { ...LANE, workspaceId: 'w1' as never };

describe('answers that wait for a person', () => {
  let database: TestDatabase;
  let module: TestingModule;
  let drafts: ReplyDrafts;
  let sending: ReplyDraftSending;
  let audit: RecordingAudit;
  let clock: ManualClock;
  let written: { text: string; messageId: string }[];
  let refuse: Error | null;
  let said: Pick<ShownMessage, 'direction' | 'at'>[];

  beforeEach(async () => {
    database = await createTestDatabase(replyDraftIndexes);
    written = [];
    said = [];
    refuse = null;
    audit = new RecordingAudit();
    clock = new ManualClock();
    const writing: Pick<WritingFacade, 'write'> = {
      write: async (_context, _conversation, text, messageId) => {
        if (refuse !== null) throw refuse;
        written.push({ text, messageId });
        return Promise.resolve();
      },
    };
    module = await Test.createTestingModule({
      imports: [KernelModule, database.module, AuditedChangesModule, MongooseModule.forFeature(DRAFT_MODELS)],
      providers: [
        ReplyDraftsRepository,
        ReplyDraftFiguresRepository,
        ReplyDraftFigures,
        ReplyDrafts,
        ReplyDraftMoves,
        ReplyDraftSending,
        { provide: DomainEvents, useClass: MemoryEvents },
        { provide: WritingFacade, useValue: writing },
        { provide: ConversationsFacade, useValue: { thread: async () => Promise.resolve(said) } },
      ],
    })
      .overrideProvider(Clock)
      .useValue(clock)
      .compile();
    module.get(Contributions).provide(AuditTrail, audit);
    drafts = module.get(ReplyDrafts);
    sending = module.get(ReplyDraftSending);
  });
  afterEach(async () => {
    await module.close();
    await database.drop();
  });

  const ann = contextOf('w1', 'ann');
  const bob = contextOf('w1', 'bob');
  const waiting = async (context = ann) => (await drafts.list(context, { limit: 10, status: 'waiting' })).items;
  const propose = async (effectId = 'e1') => (await drafts.propose(lane, PROPOSED, effectId)).draftId;
  const told = () =>
    module.get<MemoryEvents>(DomainEvents).told.map(({ subjectId, data }) => [subjectId, data['change']]);
  const DECIDED = { code: 'AUTOMATION.DRAFT_DECIDED' };

  it('are made once for an effect', async () => {
    expect(await propose()).toBe(await propose());
    expect(await waiting()).toHaveLength(1);
  });

  it('give way to a newer one of the same conversation', async () => {
    const older = await propose('e1');
    const newer = await propose('e2');
    expect((await waiting()).map(({ id }) => id)).toEqual([newer]);
    await propose('e2');
    expect(told()).toEqual([
      [older, 'proposed'],
      [newer, 'proposed'],
      [older, 'superseded'],
    ]);
    expect(await drafts.get(ann, older)).toMatchObject({ status: 'superseded', supersededBy: 'newer_draft' });
    await expect(sending.send(ann, older)).rejects.toMatchObject(DECIDED);
    expect(written).toEqual([]);
  });

  it('give way to what else is said, but for those made later', async () => {
    const older = await propose('e1');
    const at = clock.now();
    clock.advance(1_000);
    await drafts.retract(lane, 'customer_wrote', at);
    expect(await drafts.get(ann, older)).toMatchObject({ status: 'superseded', supersededBy: 'customer_wrote' });
    const newer = await propose('e2');
    await drafts.retract(lane, 'person_wrote', at);
    expect((await drafts.get(ann, newer)).status).toBe('waiting');
    expect(told()).toEqual([
      [older, 'proposed'],
      [older, 'superseded'],
      [newer, 'proposed'],
    ]);
  });

  it('are sent as they are, once', async () => {
    const id = await propose();
    const sent = await sending.send(ann, id);
    expect(sent).toMatchObject({ status: 'sent', sentText: PROPOSED.text, editDistance: 0, decidedBy: 'ann' });
    expect(await sending.send(ann, id)).toMatchObject({ status: 'sent', messageId: sent.messageId });
    expect(written).toEqual([{ text: PROPOSED.text, messageId: sent.messageId }]);
    expect(audit.entries.map(({ action }) => action)).toEqual(['reply-draft.sent']);
    expect(told()).toEqual([
      [id, 'proposed'],
      [id, 'sent'],
    ]);
  });

  it('are sent once when two people send at once: the words on record are those that went out', async () => {
    const id = await propose();
    const tries = await Promise.allSettled([sending.send(ann, id), sending.send(bob, id, 'Nine.')]);
    const winner = tries.findIndex(({ status }) => status === 'fulfilled');
    const words = winner === 0 ? PROPOSED.text : 'Nine.';
    const loser = tries[1 - winner];
    expect(loser?.status === 'rejected' && loser.reason).toMatchObject({
      ...DECIDED,
      facts: { sentText: words, decidedBy: winner === 0 ? 'ann' : 'bob' },
    });
    expect(written.map(({ text }) => text)).toEqual([words]);
    expect(await drafts.get(ann, id)).toMatchObject({ status: 'sent', sentText: words });
    expect(audit.entries).toHaveLength(1);
  });

  it('are not sent again in other words', async () => {
    const id = await propose();
    await sending.send(ann, id);
    for (const late of [() => sending.send(ann, id, 'Ten.'), () => sending.send(bob, id)])
      await expect(late()).rejects.toMatchObject({ ...DECIDED, facts: { sentText: PROPOSED.text } });
    expect(written).toHaveLength(1);
  });

  it('are handed over by whoever asks after a crash, in the words of the first', async () => {
    const id = await propose();
    refuse = new Error('The process ended.');
    await expect(sending.send(ann, id, 'Nine.')).rejects.toThrow('ended');
    expect((await drafts.get(ann, id)).status).toBe('sending');
    refuse = null;
    await expect(sending.send(bob, id)).rejects.toMatchObject(DECIDED);
    expect(written).toEqual([]);
    clock.advance(60_000);
    await expect(sending.send(bob, id)).rejects.toMatchObject({ ...DECIDED, facts: { sentText: 'Nine.' } });
    expect(written.map(({ text }) => text)).toEqual(['Nine.']);
    expect(await drafts.get(ann, id)).toMatchObject({ status: 'sent', decidedBy: 'ann' });
  });

  it('are handed over once more when the same person repeats what they asked for', async () => {
    const id = await propose();
    refuse = new Error('The process ended.');
    await expect(sending.send(ann, id)).rejects.toThrow('ended');
    refuse = null;
    expect(await sending.send(ann, id)).toMatchObject({ status: 'sent' });
  });

  it('are sent as somebody changed them, and remember how far', async () => {
    const sent = await sending.send(ann, await propose(), 'We open at ten.');
    expect(sent).toMatchObject({ text: PROPOSED.text, sentText: 'We open at ten.', editDistance: 0.188 });
  });

  it('wait on when the message was refused', async () => {
    const id = await propose();
    refuse = new DomainError('MESSAGE.CONTENT', 'invalid', 'too long');
    await expect(sending.send(ann, id, 'Nine.')).rejects.toMatchObject({ code: 'MESSAGE.CONTENT' });
    const draft = await drafts.get(ann, id);
    expect(draft.status).toBe('waiting');
    expect(draft).not.toHaveProperty('sentText');
    expect(told()).toEqual([[id, 'proposed']]);
  });

  it('are discarded for good', async () => {
    const id = await propose();
    expect(await drafts.discard(ann, id)).toMatchObject({ status: 'discarded', decidedBy: 'ann' });
    await expect(sending.send(ann, id)).rejects.toMatchObject(DECIDED);
    await expect(drafts.discard(ann, id)).rejects.toMatchObject(DECIDED);
    expect(told().slice(1)).toEqual([[id, 'discarded']]);
  });

  it('are nobody else’s', async () => {
    const id = await propose();
    const eve = contextOf('w2', 'eve');
    expect(await waiting(eve)).toEqual([]);
    for (const act of [drafts.get(eve, id), sending.send(eve, id), drafts.discard(eve, id)])
      await expect(act).rejects.toMatchObject({ code: 'AUTOMATION.DRAFT_NOT_FOUND' });
    await drafts.retract({ ...lane, workspaceId: 'w2' as never }, 'person_wrote', clock.now());
    expect((await drafts.get(ann, id)).status).toBe('waiting');
    expect(written).toEqual([]);
  });

  it('are counted by what became of them', async () => {
    await sending.send(ann, await propose('e1'));
    clock.advance(1);
    await sending.send(ann, await propose('e2'), 'We open at ten.');
    await drafts.discard(ann, await propose('e3'));
    const to = new Date(clock.now().getTime() + 1);
    const { sources } = await module.get(ReplyDraftFigures).of(ann, { to });
    expect(sources).toMatchObject([
      { source: 'flow', proposed: 3, sent: 2, sentUnchanged: 1, discarded: 1, averageEditDistance: 0.094 },
      { source: 'suggestion', proposed: 0, averageEditDistance: null },
    ]);
    const eve = contextOf('w2', 'eve');
    expect((await module.get(ReplyDraftFigures).of(eve, { to })).sources[0]).toMatchObject({ proposed: 0 });
  });

  describe('that somebody asked for', () => {
    const suggest = async (id: string) => {
      const one = {
        ...PROPOSED,
        ...{ id, workspaceId: lane.workspaceId, conversationId: lane.conversationId },
        ...{ status: 'suggested' as const, source: 'suggestion' as const, mode: 'generated' as const },
        ...{ answersUpTo: clock.now(), createdAt: clock.now() },
      };
      await module.get(ReplyDraftsRepository).replaceSuggested(lane.workspaceId, lane.conversationId, [one]);
      return id;
    };

    it('take the place of those before', async () => {
      await suggest('s1');
      await suggest('s2');
      await expect(drafts.get(ann, 's1')).rejects.toMatchObject({ code: 'AUTOMATION.DRAFT_NOT_FOUND' });
      expect(await waiting()).toEqual([]);
    });

    it('are sent while they still answer', async () => {
      expect(await sending.send(ann, await suggest('s1'))).toMatchObject({ status: 'sent', source: 'suggestion' });
    });

    it.each([
      ['in', 'customer_wrote'],
      ['out', 'person_wrote'],
    ] as const)('are refused once something else was said: %s', async (direction, supersededBy) => {
      const id = await suggest('s1');
      said = [{ direction, at: new Date(clock.now().getTime() + 1) }];
      await expect(sending.send(ann, id)).rejects.toMatchObject({ ...DECIDED, facts: { supersededBy } });
      expect(written).toEqual([]);
      expect((await drafts.get(ann, id)).status).toBe('superseded');
      expect(told()).toEqual([[id, 'superseded']]);
    });
  });
});
