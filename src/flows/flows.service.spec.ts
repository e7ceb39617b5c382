import { userCaller } from '../../test/support/audit';
import { flow, keywords, node } from '../../test/support/flow-fixtures';
import { flowProduct } from '../../test/support/flow-product';
import { type DomainError, systemCaller } from '../shared/kernel';
import type { PublishFlow } from './flows.service';

const ADMIN = userCaller('u1');
const saying = (text: string) =>
  flow([node('start', 'trigger', keywords('Hi')), node('a', 'send_message', { text })], ['start -> a']);

const request = (text = 'Hello', more: Partial<PublishFlow> = {}): PublishFlow => ({
  name: 'Greeting',
  definition: saying(text),
  ...more,
});

describe('publishing a flow', () => {
  it('makes a template with version 1, on record, and its automations follow', async () => {
    const { flows, clock, audit, followers } = flowProduct();
    const published = await flows.publish(ADMIN, request('Hello', { description: 'Says hello' }));
    expect(published).toMatchObject({
      name: 'Greeting',
      description: 'Says hello',
      version: 1,
      triggers: [{ nodeId: 'start', on: 'dm_message', match: { keywords: ['hi'] } }],
      exposedFields: [],
      display: { goal: 'General' },
      runningSessions: 'finish',
      publishedBy: 'u1',
      publishedAt: clock.now(),
    });
    expect(await flows.getPublished(published.id)).toEqual(published);
    expect(audit.entries).toMatchObject([
      { action: 'flow-template.published', target: published.id, after: { version: 1, moved: 1, blocked: 0 } },
    ]);
    expect(followers.followed).toEqual([`${published.id} 1`]);
  });

  it('makes version 2 of another definition and leaves version 1 as it was', async () => {
    const { flows } = flowProduct();
    const first = await flows.publish(ADMIN, request('Hello', { templateId: 't1' }));
    const more = { templateId: 't1', label: 'Polite', notes: 'Longer', runningSessions: 'move' as const };
    const second = await flows.publish(ADMIN, request('Good day', more));
    expect([first.version, second.version]).toEqual([1, 2]);
    expect(second).toMatchObject({ label: 'Polite', notes: 'Longer', runningSessions: 'move' });
    expect(await flows.compiledVersion(first.versionId)).toMatchObject({ nodes: { a: { data: { text: 'Hello' } } } });
    expect(await flows.runnableVersion(second.versionId)).toMatchObject({
      templateId: 't1',
      version: 2,
      runningSessions: 'move',
      flow: { nodes: { a: { data: { text: 'Good day' } } } },
    });
  });

  it('makes no new version of the same product, and renames the template', async () => {
    const { flows, rows } = flowProduct();
    const first = await flows.publish(ADMIN, request('Hello', { templateId: 't1' }));
    const again = await flows.publish(ADMIN, request('Hello', { templateId: 't1', name: 'Welcome' }));
    expect(again).toEqual({ ...first, name: 'Welcome' });
    expect(rows.versions.rows).toHaveLength(1);
    const fields = [{ key: 'shop', label: 'Shop', type: 'string' }];
    const other = await flows.publish(ADMIN, request('Hello', { templateId: 't1', exposedFields: fields }));
    expect(other.version).toBe(2);
  });

  it('refuses a definition with problems, naming each place', async () => {
    const { flows, rows, audit } = flowProduct();
    const definition = flow(
      [node('start', 'trigger', keywords('hi')), node('a', 'send_message', { text: '{{ x }}' })],
      [],
    );
    await expect(flows.publish(ADMIN, request('', { definition }))).rejects.toMatchObject({
      code: 'FLOWS.DEFINITION_INVALID',
      kind: 'invalid',
      fields: expect.arrayContaining([
        { field: 'nodes.start', rule: expect.any(String) },
        { field: 'nodes.a', rule: expect.any(String) },
        { field: 'nodes.a.data.text', rule: expect.any(String) },
      ]),
    } satisfies Partial<DomainError>);
    expect([rows.templates.rows.size, audit.actions]).toEqual([0, []]);
  });

  it('refuses a flow that fails a test of its own, and runs all of them', async () => {
    const { flows, rows, tests } = flowProduct();
    const named = (name: string) => ({ name, steps: [{ say: 'Hi' }] });
    const failing = request('Hello', { tests: [named('fails'), named('passes')] });
    await expect(flows.publish(ADMIN, failing)).rejects.toMatchObject({
      code: 'FLOWS.TESTS_FAILED',
      fields: [{ field: 'tests.fails.steps.1.expect.reply', rule: 'no reply' }],
      facts: { failed: 1, tests: 2 },
    });
    expect([tests.played, rows.versions.rows]).toEqual([['fails', 'passes'], []]);
    await flows.publish(ADMIN, request('Hello', { tests: [named('passes')] }));
    expect(rows.versions.rows).toHaveLength(1);
  });

  it('refuses the later of two publishers whose numbers are the same', async () => {
    const { flows, rows } = flowProduct();
    rows.versions.findLatest = async () => null;
    await flows.publish(ADMIN, request('Hello', { templateId: 't1' }));
    await expect(flows.publish(ADMIN, request('Bye', { templateId: 't1' }))).rejects.toMatchObject({
      code: 'FLOWS.PUBLISH_CONFLICT',
    });
  });

  it('brings an archived template back, with its automations', async () => {
    const { flows, templates, followers } = flowProduct();
    const { id } = await flows.publish(ADMIN, request());
    await templates.setStatus(ADMIN, id, 'archived');
    await flows.publish(systemCaller('seed', 'corr-0001'), request('Hello', { templateId: id }));
    expect(followers.archived).toEqual([
      [id, true],
      [id, false],
    ]);
    expect(await flows.getPublished(id)).toMatchObject({ version: 1 });
  });

  it('puts what another template does in the place of a sub-flow', async () => {
    const { flows } = flowProduct();
    const inner = await flows.publish(ADMIN, request('From inside'));
    const definition = flow(
      [node('start', 'trigger', keywords('go')), node('sub', 'sub_flow', { templateId: inner.id })],
      ['start -> sub'],
    );
    const { versionId } = await flows.publish(ADMIN, request('', { definition }));
    const compiled = await flows.compiledVersion(versionId);
    expect(JSON.stringify(compiled?.nodes)).toContain('From inside');
    const gone = flow(
      [node('start', 'trigger', keywords('go')), node('sub', 'sub_flow', { templateId: 'gone' })],
      ['start -> sub'],
    );
    await expect(flows.publish(ADMIN, request('', { definition: gone }))).rejects.toMatchObject({
      code: 'FLOWS.DEFINITION_INVALID',
    });
  });
});

describe('reading templates', () => {
  it('lists them page by page, newest first', async () => {
    const { flows, clock } = flowProduct();
    for (const name of ['one', 'two', 'three']) {
      await flows.publish(ADMIN, request(name, { name }));
      clock.advance(1_000);
    }
    const first = await flows.listPublished(2);
    expect(first.items.map(({ name }) => name)).toEqual(['three', 'two']);
    const second = await flows.listPublished(2, first.nextCursor);
    expect(second.items.map(({ name }) => name)).toEqual(['one']);
    expect(second.nextCursor).toBeUndefined();
  });

  it('lists the versions of one, latest first, without those that are archived', async () => {
    const { flows, templates } = flowProduct();
    for (const text of ['one', 'two', 'three', 'four']) await flows.publish(ADMIN, request(text, { templateId: 't1' }));
    const [, third] = (await flows.listVersions('t1', 10)).items;
    await templates.setVersionStatus(ADMIN, 't1', third?._id ?? '', 'archived');
    const first = await flows.listVersions('t1', 2);
    const second = await flows.listVersions('t1', 2, first.nextCursor);
    expect([...first.items, ...second.items].map(({ version }) => version)).toEqual([4, 2, 1]);
    await expect(flows.getVersion('t1', third?._id ?? '')).rejects.toMatchObject({ code: 'FLOWS.VERSION_NOT_FOUND' });
    await expect(flows.getVersion('t1', 'other')).rejects.toMatchObject({ code: 'FLOWS.VERSION_NOT_FOUND' });
  });

  it('does not know an archived one, nor its versions', async () => {
    const { flows, templates } = flowProduct();
    const { id, versionId } = await flows.publish(ADMIN, request());
    await templates.setStatus(ADMIN, id, 'archived');
    for (const read of [flows.getPublished(id), flows.listVersions(id, 1), flows.getVersion(id, versionId)])
      await expect(read).rejects.toMatchObject({ code: 'FLOWS.TEMPLATE_NOT_FOUND' });
    await expect(flows.getPublished('other')).rejects.toMatchObject({ kind: 'not-found' });
  });

  describe('what another release has compiled', () => {
    const published = async (change: object) => {
      const { flows, publishing, rows } = flowProduct();
      const { versionId } = await flows.publish(ADMIN, request('Hello', { templateId: 't1' }));
      const [row] = rows.versions.rows;
      const now = row?.compiled;
      Object.assign(row ?? {}, { compiled: { format: 1, nodes: {}, triggers: [], limits: now?.limits }, ...change });
      return { flows, publishing, versionId, now };
    };

    it('is compiled again, from the same drawing', async () => {
      const { flows, versionId, now } = await published({});
      expect((await flows.runnableVersion(versionId))?.flow).toEqual(now);
    });

    it('does not run when the drawing cannot be read any more, and cannot become the current one', async () => {
      const { flows, publishing, versionId } = await published({ definition: { nodes: [], edges: [] } });
      expect(await flows.runnableVersion(versionId)).toBeNull();
      const choose = publishing.setCurrent(ADMIN, 't1', versionId);
      await expect(choose).rejects.toMatchObject({ code: 'FLOWS.VERSION_NOT_FOUND' });
    });
  });

  it('reads a compiled version once', async () => {
    const { flows, rows } = flowProduct();
    const { versionId } = await flows.publish(ADMIN, request());
    const before = rows.versions.reads;
    const compiled = await Promise.all([flows.compiledVersion(versionId), flows.compiledVersion(versionId)]);
    expect(compiled[0]).toBe(await flows.compiledVersion(versionId));
    expect(rows.versions.reads).toBe(before + 1);
  });
});

describe('keeping templates', () => {
  it('rolls back to an earlier version, which automations follow', async () => {
    const { flows, publishing, followers, audit } = flowProduct();
    const first = await flows.publish(ADMIN, request('one', { templateId: 't1' }));
    const second = await flows.publish(ADMIN, request('two', { templateId: 't1' }));
    expect(await publishing.setCurrent(ADMIN, 't1', first.versionId)).toEqual({ moved: 1, blocked: 0 });
    expect(await flows.getPublished('t1')).toMatchObject({ versionId: first.versionId, version: 1 });
    expect(followers.followed).toEqual(['t1 1', 't1 2', 't1 1']);
    expect(audit.entries.at(-1)).toMatchObject({
      action: 'flow-template.version-chosen',
      before: { currentVersionId: second.versionId },
      after: { currentVersionId: first.versionId },
    });
    // What was rolled back has its number; the next one gets one of its own.
    expect((await flows.publish(ADMIN, request('three', { templateId: 't1' }))).version).toBe(3);
  });

  it('keeps the current version from the archive, and an archived one from being chosen', async () => {
    const { flows, publishing, templates } = flowProduct();
    const first = await flows.publish(ADMIN, request('one', { templateId: 't1' }));
    const second = await flows.publish(ADMIN, request('two', { templateId: 't1' }));
    const archive = (versionId: string) => templates.setVersionStatus(ADMIN, 't1', versionId, 'archived');
    await expect(archive(second.versionId)).rejects.toMatchObject({ code: 'FLOWS.CURRENT_VERSION' });
    await archive(first.versionId);
    const choose = () => publishing.setCurrent(ADMIN, 't1', first.versionId);
    await expect(choose()).rejects.toMatchObject({ code: 'FLOWS.VERSION_ARCHIVED' });
    await templates.setVersionStatus(ADMIN, 't1', first.versionId, 'published');
    await choose();
    await expect(publishing.setCurrent(ADMIN, 't1', 'x')).rejects.toMatchObject({ code: 'FLOWS.VERSION_NOT_FOUND' });
    await expect(publishing.setCurrent(ADMIN, 'x', 'x')).rejects.toMatchObject({ code: 'FLOWS.TEMPLATE_NOT_FOUND' });
  });

  it('renames one', async () => {
    const { flows, templates, audit } = flowProduct();
    const { id } = await flows.publish(ADMIN, request());
    expect(await templates.update(ADMIN, id, { name: 'Welcome' })).toMatchObject({ name: 'Welcome', description: '' });
    expect(audit.entries.at(-1)).toMatchObject({ action: 'flow-template.changed', before: { name: 'Greeting' } });
  });
});
