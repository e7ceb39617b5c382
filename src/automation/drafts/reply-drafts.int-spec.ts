import { Test, type TestingModule } from '@nestjs/testing';
import { MongooseModule } from '@nestjs/mongoose';
import { contextOf, RecordingAudit } from '../../../test/support/audit';
import { LANE } from '../../../test/support/automation-player';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database';
import { WritingFacade } from '../../conversations';
import { AuditedChangesModule } from '../../shared/database';
import { Contributions, DomainError, KernelModule } from '../../shared/kernel';
import { AuditTrail } from '../../shared/observability';
import { DRAFT_MODELS } from '.';
import { ReplyDraftsRepository } from './repositories/reply-drafts.repository';
import { ReplyDrafts } from './reply-drafts.service';
import { replyDraftIndexes } from './schemas/reply-draft.schema';

const PROPOSED = { text: 'We open at nine.', question: 'when?', reason: 'approval_wanted', citations: [] };
const lane = { ...LANE, workspaceId: 'w1' as never };

describe('answers that wait for a person', () => {
  let database: TestDatabase;
  let module: TestingModule;
  let drafts: ReplyDrafts;
  let audit: RecordingAudit;
  let written: { text: string; messageId: string }[];
  let refuse: DomainError | null;

  beforeEach(async () => {
    database = await createTestDatabase(replyDraftIndexes);
    written = [];
    refuse = null;
    audit = new RecordingAudit();
    const writing: Pick<WritingFacade, 'write'> = {
      write: async (_context, _conversation, text, messageId) => {
        if (refuse !== null) throw refuse;
        written.push({ text, messageId });
        return Promise.resolve();
      },
    };
    module = await Test.createTestingModule({
      imports: [KernelModule, database.module, AuditedChangesModule, MongooseModule.forFeature(DRAFT_MODELS)],
      providers: [ReplyDraftsRepository, ReplyDrafts, { provide: WritingFacade, useValue: writing }],
    }).compile();
    module.get(Contributions).provide(AuditTrail, audit);
    drafts = module.get(ReplyDrafts);
  });
  afterEach(async () => {
    await module.close();
    await database.drop();
  });

  const ann = contextOf('w1', 'ann');
  const waiting = async (context = ann) => (await drafts.list(context, { limit: 10, status: 'waiting' })).items;
  const propose = async (effectId = 'e1') => (await drafts.propose(lane, PROPOSED, effectId)).draftId;

  it('are made once for an effect', async () => {
    expect(await propose()).toBe(await propose());
    expect(await waiting()).toHaveLength(1);
  });

  it('give way to a newer one of the same conversation', async () => {
    const older = await propose('e1');
    const newer = await propose('e2');
    expect((await waiting()).map(({ id }) => id)).toEqual([newer]);
    expect((await drafts.get(ann, older)).status).toBe('superseded');
    await expect(drafts.send(ann, older)).rejects.toMatchObject({ code: 'AUTOMATION.DRAFT_DECIDED' });
    expect(written).toEqual([]);
  });

  it('are sent as they are, once', async () => {
    const id = await propose();
    const sent = await drafts.send(ann, id);
    expect(sent).toMatchObject({ status: 'sent', sentText: PROPOSED.text, editDistance: 0, decidedBy: 'ann' });
    expect(await drafts.send(ann, id)).toMatchObject({ status: 'sent', messageId: sent.messageId });
    expect(written).toEqual([{ text: PROPOSED.text, messageId: sent.messageId }]);
    expect(audit.entries.map(({ action }) => action)).toEqual(['reply-draft.sent']);
  });

  it('are sent as one and the same message when two people send at once', async () => {
    const id = await propose();
    await Promise.all([drafts.send(ann, id), drafts.send(contextOf('w1', 'bob'), id, 'Nine.')]);
    expect(new Set(written.map(({ messageId }) => messageId)).size).toBe(1);
    expect((await drafts.get(ann, id)).status).toBe('sent');
  });

  it('are sent as somebody changed them, and remember how far', async () => {
    const sent = await drafts.send(ann, await propose(), 'We open at ten.');
    expect(sent).toMatchObject({ text: PROPOSED.text, sentText: 'We open at ten.', editDistance: 0.188 });
  });

  it('wait on when the message was refused', async () => {
    const id = await propose();
    refuse = new DomainError('MESSAGE.CONTENT', 'invalid', 'too long');
    await expect(drafts.send(ann, id)).rejects.toMatchObject({ code: 'MESSAGE.CONTENT' });
    expect((await drafts.get(ann, id)).status).toBe('waiting');
  });

  it('are discarded for good', async () => {
    const id = await propose();
    expect(await drafts.discard(ann, id)).toMatchObject({ status: 'discarded', decidedBy: 'ann' });
    await expect(drafts.send(ann, id)).rejects.toMatchObject({ code: 'AUTOMATION.DRAFT_DECIDED' });
    await expect(drafts.discard(ann, id)).rejects.toMatchObject({ code: 'AUTOMATION.DRAFT_DECIDED' });
  });

  it('are nobody else’s', async () => {
    const id = await propose();
    const eve = contextOf('w2', 'eve');
    expect(await waiting(eve)).toEqual([]);
    for (const act of [drafts.get(eve, id), drafts.send(eve, id), drafts.discard(eve, id)])
      await expect(act).rejects.toMatchObject({ code: 'AUTOMATION.DRAFT_NOT_FOUND' });
    expect(written).toEqual([]);
  });
});
