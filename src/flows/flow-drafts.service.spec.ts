import { userCaller } from '../../test/support/audit';
import { flow, keywords, node } from '../../test/support/flow-fixtures';
import { flowProduct } from '../../test/support/flow-product';

const ADMIN = userCaller('u1');
const OTHER = userCaller('u2');
const saying = (text: string) =>
  flow([node('start', 'trigger', keywords('Hi')), node('a', 'send_message', { text })], ['start -> a']);

async function withDraft(more: object = {}) {
  const product = flowProduct();
  const draft = await product.drafts.create(ADMIN, { name: 'Greeting', definition: saying('Hello'), ...more });
  return { ...product, draft };
}

describe('drafts', () => {
  it('keep whatever is sent, also field names that no database takes', async () => {
    const definition = { nodes: 'none yet', $where: { 'a.b': 1 }, ['__proto__']: 5 };
    const { drafts, draft, audit } = await withDraft({ definition });
    expect(JSON.stringify((await drafts.get(draft.id)).definition)).toBe(JSON.stringify(definition));
    expect(draft).toMatchObject({ status: 'draft', templateId: null, version: 1, published: null, createdBy: 'u1' });
    expect(audit.actions).toEqual(['flow-draft.created']);
  });

  it('are saved by whoever has seen the latest version', async () => {
    const { drafts, draft } = await withDraft();
    const saved = await drafts.save(OTHER, draft.id, { version: 1, definition: saying('Bye'), name: 'Bye' });
    expect(saved).toMatchObject({ version: 2, name: 'Bye', definition: saying('Bye'), updatedBy: 'u2', tests: [] });
    await expect(drafts.save(ADMIN, draft.id, { version: 1, name: 'Mine' })).rejects.toMatchObject({
      code: 'FLOWS.DRAFT_CHANGED',
      kind: 'conflict',
      facts: { version: 2 },
    });
    expect(await drafts.get(draft.id)).toEqual(saved);
    await expect(drafts.save(ADMIN, 'none', { version: 1 })).rejects.toMatchObject({ code: 'FLOWS.DRAFT_NOT_FOUND' });
  });

  it('are refused where they cannot be kept', async () => {
    const { drafts, draft } = await withDraft();
    const save = drafts.save(ADMIN, draft.id, { version: 1, tests: {} });
    await expect(save).rejects.toMatchObject({ code: 'FLOWS.DRAFT_UNFIT', fields: [{ field: 'tests' }] });
    const create = drafts.create(ADMIN, { name: 'x', templateId: 'none' });
    await expect(create).rejects.toMatchObject({ code: 'FLOWS.TEMPLATE_NOT_FOUND' });
  });

  it('can be neither changed nor published in the archive', async () => {
    const { drafts, draftPublishing, draft, audit } = await withDraft();
    const archived = await drafts.setStatus(ADMIN, draft.id, 'archived');
    await drafts.setStatus(ADMIN, draft.id, 'archived');
    for (const act of [
      drafts.save(ADMIN, draft.id, { version: archived.version }),
      draftPublishing.publish(ADMIN, draft.id, {}),
    ])
      await expect(act).rejects.toMatchObject({ code: 'FLOWS.DRAFT_ARCHIVED' });
    expect((await drafts.list({ status: 'draft' }, 10)).items).toEqual([]);
    await drafts.setStatus(ADMIN, draft.id, 'draft');
    await draftPublishing.publish(ADMIN, draft.id, {});
    expect(audit.actions).toEqual([
      'flow-draft.created',
      'flow-draft.archived',
      'flow-draft.restored',
      'flow-template.published',
    ]);
  });

  it('go out as a file and come in again, as a draft of no template', async () => {
    const { drafts, draft } = await withDraft({ description: 'Says hello', tests: [{ name: 'x' }] });
    const { id } = await drafts.import(OTHER, await drafts.export(draft.id));
    const { name, description, definition, tests, templateId } = await drafts.get(id);
    expect({ name, description, definition, tests, templateId }).toEqual({
      name: 'Greeting',
      description: 'Says hello',
      definition: saying('Hello'),
      tests: [{ name: 'x' }],
      templateId: null,
    });
    await expect(drafts.import(ADMIN, { format: 'other' })).rejects.toMatchObject({ code: 'FLOWS.FILE_INVALID' });
  });

  it('are copied, for another template', async () => {
    const { drafts, draftPublishing, draft } = await withDraft();
    await draftPublishing.publish(ADMIN, draft.id, {});
    const copy = await drafts.duplicate(OTHER, draft.id);
    expect(copy).toMatchObject({ name: 'Greeting (copy)', templateId: null, published: null, version: 1 });
    expect((await drafts.duplicate(OTHER, draft.id, 'Second')).name).toBe('Second');
  });
});

describe('publishing a draft', () => {
  it('gives it a template, and notes what was published', async () => {
    const { drafts, draftPublishing, flows, draft, clock } = await withDraft();
    const first = await draftPublishing.publish(ADMIN, draft.id, { version: 1, label: 'First' });
    expect(first).toMatchObject({ version: 1, created: true, followers: { moved: 1, blocked: 0 }, warnings: [] });
    expect(await drafts.get(draft.id)).toMatchObject({
      templateId: first.templateId,
      version: 1,
      published: { versionId: first.versionId, version: 1, draftVersion: 1, at: clock.now() },
    });
    await drafts.save(ADMIN, draft.id, { version: 1, definition: saying('Bye') });
    const second = await draftPublishing.publish(ADMIN, draft.id, {});
    expect(second).toMatchObject({ templateId: first.templateId, version: 2 });
    expect((await flows.listVersions(first.templateId, 10)).items.map(({ label }) => label)).toEqual([
      undefined,
      'First',
    ]);
  });

  it('publishes nothing that somebody changed meanwhile', async () => {
    const { drafts, draftPublishing, rows, draft } = await withDraft();
    await drafts.save(OTHER, draft.id, { version: 1, name: 'Other' });
    const seen = draftPublishing.publish(ADMIN, draft.id, { version: 1 });
    await expect(seen).rejects.toMatchObject({ code: 'FLOWS.DRAFT_CHANGED', facts: { version: 2 } });
    rows.drafts.notePublished = async () => false;
    const between = draftPublishing.publish(ADMIN, draft.id, {});
    await expect(between).rejects.toMatchObject({ code: 'FLOWS.DRAFT_CHANGED' });
  });

  it('goes on from what was published', async () => {
    const { drafts, draftPublishing, draft, review } = await withDraft();
    const { templateId, versionId } = await draftPublishing.publish(ADMIN, draft.id, {});
    const next = await drafts.createFromVersion(ADMIN, templateId);
    expect(next).toMatchObject({ name: 'Greeting', templateId, published: null });
    expect(await review.diff(next.id)).toMatchObject({ against: { versionId, version: 1 }, isEmpty: true });
    await expect(drafts.createFromVersion(ADMIN, templateId, 'none')).rejects.toMatchObject({
      code: 'FLOWS.VERSION_NOT_FOUND',
    });
    await expect(drafts.createFromVersion(ADMIN, 'none')).rejects.toMatchObject({ code: 'FLOWS.TEMPLATE_NOT_FOUND' });
  });
});

describe('looking at a draft', () => {
  it('tells problems and warnings without publishing', async () => {
    const { review, draft, rows } = await withDraft({ definition: saying('') });
    expect(await review.validate(draft.id)).toMatchObject({
      publishable: false,
      problems: [{ code: 'malformed', nodeId: 'a', path: 'data.text', hint: expect.any(String) }],
      triggers: [],
      hash: null,
    });
    expect(await review.compile({ definition: saying('Hello') })).toMatchObject({
      publishable: true,
      problems: [],
      triggers: [{ nodeId: 'start' }],
      hash: expect.stringMatching(/^[0-9a-f]+$/),
    });
    await expect(review.compile({ definition: 5 })).rejects.toMatchObject({ code: 'FLOWS.DRAFT_UNFIT' });
    expect(rows.versions.rows).toEqual([]);
  });

  it('runs its tests', async () => {
    const { review, draft } = await withDraft({ tests: [{ name: 'fails', steps: [{ say: 'Hi' }] }] });
    expect(await review.test(draft.id)).toMatchObject({ passed: false, results: [{ name: 'fails' }] });
  });

  it('compares it with nothing, with the current version, or with another one', async () => {
    const { drafts, draftPublishing, review, draft } = await withDraft();
    expect(await review.diff(draft.id)).toMatchObject({ against: null, nodes: { added: ['start', 'a'] } });
    const first = await draftPublishing.publish(ADMIN, draft.id, {});
    await drafts.save(ADMIN, draft.id, { version: 1, definition: saying('Bye') });
    await draftPublishing.publish(ADMIN, draft.id, {});
    expect(await review.diff(draft.id)).toMatchObject({ against: { version: 2 }, isEmpty: true });
    expect(await review.diff(draft.id, first.versionId)).toMatchObject({
      against: { version: 1 },
      nodes: { changed: [{ id: 'a', changes: [{ path: 'data.text', before: 'Hello', after: 'Bye' }] }] },
    });
    await expect(review.diff(draft.id, 'none')).rejects.toMatchObject({ code: 'FLOWS.VERSION_NOT_FOUND' });
  });
});
