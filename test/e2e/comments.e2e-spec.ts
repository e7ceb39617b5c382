import type { Customer } from '@parley/instagram-simulator';
import { CommentRules, OPENING, POST, THE_LINK } from '../support/comment-rules';
import { Parley, until } from '../support/parley';

describe('a comment', () => {
  let parley: Parley;
  let rules: CommentRules;

  beforeAll(async () => {
    parley = await Parley.start({ env: { PRIVATE_REPLIES_PER_HOUR: '36000' } });
    await parley.simulator.configure({ privateReplyContent: 'any' });
    rules = await CommentRules.open(parley);
    await rules.add({ withoutWords: ['spam'] });
    await untilRulesAreKnown();
  });
  afterEach(() => parley.simulator.clearFaults());
  afterAll(() => parley.stop());

  const acts = (person: Customer) => parley.simulator.customer(person.id);

  /** Workers hear of a new automation by a hint, or within a second by polling. */
  async function untilRulesAreKnown(): Promise<void> {
    const isKnown = async () => {
      const probe = await parley.newCustomer();
      await acts(probe).comments('link', { mediaId: POST });
      await parley.settled();
      return (await parley.sentTo(probe)).length > 0;
    };
    await until(isKnown, 20_000, 'the rule to be known');
  }

  it('is answered in public and privately, and the talk goes on when the person answers', async () => {
    const jane = await parley.newCustomer('Jane');
    const { commentId } = await acts(jane).comments('LINK please', { mediaId: POST });
    await parley.expectSent(jane, [OPENING]);
    await rules.logs(jane, [{ status: 'sent', commentId, commentText: 'LINK please', mediaId: POST, dmText: OPENING }]);
    const [entry] = (await parley.simulator.ledger({ customer: jane.id })).filter(({ origin }) => origin === 'api');
    expect(entry).toMatchObject({ commentId });
    await acts(jane).tapsButton('Yes, please');
    await parley.expectSent(jane, [OPENING, THE_LINK]);
    await until(async () => (await rules.publicReplies(commentId)).length > 0, 10_000, 'the public answer');
    expect(await rules.publicReplies(commentId)).toHaveLength(1);
    await until(async () => (await rules.log(jane))[0]?.['publicReply']?.status === 'posted', 10_000, 'it on record');
    const { json } = await rules.get(`comment-replies?status=sent&mediaId=${POST}&limit=100`);
    expect(json['items']).toEqual(
      expect.arrayContaining([expect.objectContaining({ commentId, status: 'sent', dmText: OPENING })]),
    );
  });

  it('keeps its author out of the inbox until they write', async () => {
    const jane = await parley.newCustomer('Jane');
    await acts(jane).comments('link', { mediaId: POST });
    await parley.expectSent(jane, [OPENING]);
    await parley.settled();
    const conversations = () =>
      parley.database
        .collection('conversations')
        .findOne({ workspaceId: parley.owner.workspaceId, participantId: jane.id });
    expect(await conversations()).toMatchObject({ shadow: true, lastInboundAt: null });
    await acts(jane).sendsText('hello');
    await parley.settled();
    expect(await conversations()).toMatchObject({ shadow: false });
  });

  it('by the same person under the same post is answered once, and so is one that is delivered twice', async () => {
    const jane = await parley.newCustomer('Jane');
    await parley.simulator.inject({ kind: 'duplicate-webhook', times: 2, match: { webhook: 'comment' } });
    await acts(jane).comments('link', { mediaId: POST });
    await acts(jane).comments('link again', { mediaId: POST });
    await rules.logs(jane, [{ status: 'sent' }, { status: 'skipped', reason: 'already_replied' }]);
    await acts(jane).comments('link', { mediaId: '17890000000000002' });
    await parley.expectSent(jane, [OPENING, OPENING]);
    await parley.settled();
    await parley.expectSent(jane, [OPENING, OPENING]);
  });

  it('that says nothing of interest, or a word that keeps it from being answered, is left alone', async () => {
    const jane = await parley.newCustomer('Jane');
    await acts(jane).comments('so beautiful', { mediaId: POST });
    await acts(jane).comments('link to my spam', { mediaId: POST });
    await parley.settled();
    await parley.expectSent(jane, []);
    expect(await rules.log(jane)).toEqual([]);
  });

  it('of the account itself starts nothing, so that its own answers end where they stand', async () => {
    const jane = await parley.newCustomer('Jane');
    const { commentId } = await acts(jane).comments('nice', { mediaId: POST });
    await parley.simulator.account(parley.account.id).repliesToComment(commentId, 'Thanks! Write "link" for the link.');
    await parley.settled();
    const rows = parley.database.collection('commentDmLogs');
    expect(await rows.countDocuments({ commenterId: parley.account.id })).toBe(0);
    await parley.expectSent(jane, []);
  });

  it('of somebody who wants no more is not answered, and that is on record', async () => {
    const jane = await parley.newCustomer('Jane');
    await acts(jane).comments('link', { mediaId: POST });
    await parley.expectSent(jane, [OPENING]);
    await acts(jane).sendsText('Stop');
    const goodbye = 'As you wish: you will get no more messages about comments.';
    await parley.expectSent(jane, [OPENING, goodbye]);
    await parley.settled();
    await acts(jane).comments('link', { mediaId: '17890000000000003' });
    await rules.logs(jane, [{ status: 'sent' }, { status: 'skipped', reason: 'opted_out' }]);
    await parley.expectSent(jane, [OPENING, goodbye]);
  });

  it('that Instagram will not have answered is on record with its reason, and ends what would wait for an answer', async () => {
    const jane = await parley.newCustomer('Jane');
    const refusal = { kind: 'refuse' as const, status: 400, code: 100, subcode: 2_534_025, message: 'No.' };
    await parley.simulator.inject({ ...refusal, count: 'always', match: { customer: jane.id } });
    await acts(jane).comments('link', { mediaId: POST });
    await rules.logs(jane, [{ status: 'failed', reason: '100/2534025' }]);
    await parley.simulator.clearFaults();
    const [log] = await parley.database.collection('commentDmLogs').find({ commenterId: jane.id }).toArray();
    const conversationId = String(log?.['conversationId']);
    const sessions = parley.database.collection('automationSessions');
    const hasFailed = async () => (await sessions.findOne({ conversationId }))?.['status'] === 'failed';
    await until(hasFailed, 20_000, 'the session to end');
    expect(await parley.sentTo(jane)).toEqual([]);
  });

  it('is answered by a text alone where Instagram takes no buttons, and any answer will do', async () => {
    await parley.simulator.configure({ privateReplyContent: 'text' });
    const jane = await parley.newCustomer('Jane');
    await acts(jane).comments('link', { mediaId: POST });
    await parley.expectSent(jane, [OPENING]);
    await rules.logs(jane, [{ status: 'sent' }]);
    await acts(jane).sendsText('yes please');
    await parley.expectSent(jane, [OPENING, THE_LINK]);
  });

  it('on a live broadcast is answered while that lasts', async () => {
    const jane = await parley.newCustomer('Jane');
    await acts(jane).comments('info!', { mediaId: POST, live: true });
    await parley.expectSent(jane, [OPENING]);
    const [row] = await rules.logs(jane, [{ status: 'sent', isLive: true }]);
    expect(row?.['permittedUntil'].getTime() - row?.['commentedAt'].getTime()).toBe(4 * 3_600_000);
  });

  it('can be answered, hidden, shown and deleted by members', async () => {
    const jane = await parley.newCustomer('Jane');
    const { commentId } = await acts(jane).comments('rude words', { mediaId: POST });
    const accountId = (await parley.database.collection('instagramAccounts').findOne({}))?._id as unknown as string;
    const at = `accounts/${accountId}/comments/${commentId}`;
    expect((await rules.send('POST', `${at}/replies`, { text: 'Please be kind.' })).status).toBe(201);
    expect((await rules.send('POST', `${at}/hide`)).status).toBe(204);
    const listed = await rules.get(`accounts/${accountId}/media/${POST}/comments`);
    expect(listed.text).toContain(commentId);
    expect((await rules.send('DELETE', at)).status).toBe(204);
    expect((await rules.send('POST', `${at}/unhide`)).json).toMatchObject({ code: 'COMMENT.REFUSED' });
    expect(await rules.publicReplies(commentId)).toEqual(['Please be kind.']);
  });
});
