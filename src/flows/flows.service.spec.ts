import { flow, keywords, LIMITS, node } from '../../test/support/flow-fixtures';
import { ManualClock } from '../../test/support/manual-clock';
import { MemoryFlowTemplates, MemoryFlowVersions } from '../../test/support/memory-flows';
import type { DomainError } from '../shared/kernel';
import { FlowsService, type PublishFlow } from './flows.service';
import type { FlowTemplateVersionsRepository } from './repositories/flow-template-versions.repository';
import type { FlowTemplatesRepository } from './repositories/flow-templates.repository';

const saying = (text: string) =>
  flow([node('start', 'trigger', keywords('Hi')), node('a', 'send_message', { text })], ['start -> a']);

const request = (text = 'Hello', more: Partial<PublishFlow> = {}): PublishFlow => ({
  name: 'Greeting',
  definition: saying(text),
  limits: LIMITS,
  ...more,
});

function setUp() {
  const templates = new MemoryFlowTemplates();
  const versions = new MemoryFlowVersions();
  const clock = new ManualClock();
  const service = new FlowsService(
    templates as unknown as FlowTemplatesRepository,
    versions as unknown as FlowTemplateVersionsRepository,
    clock,
  );
  return { templates, versions, clock, service };
}

describe('publishing a flow', () => {
  it('makes a template with version 1', async () => {
    const { service, clock } = setUp();
    const published = await service.publish(request('Hello', { description: 'Says hello', publishedBy: 'u1' }));
    expect(published).toMatchObject({
      name: 'Greeting',
      description: 'Says hello',
      version: 1,
      triggers: [{ nodeId: 'start', on: 'dm_message', keywords: ['hi'] }],
      publishedAt: clock.now(),
    });
    expect(await service.getPublished(published.id)).toEqual(published);
  });

  it('makes version 2 of another definition and leaves version 1 as it was', async () => {
    const { service } = setUp();
    const first = await service.publish(request('Hello', { templateId: 't1' }));
    const second = await service.publish(request('Good day', { templateId: 't1' }));
    expect([first.version, second.version]).toEqual([1, 2]);
    expect(await service.compiledVersion(first.versionId)).toMatchObject({ nodes: { a: { data: { text: 'Hello' } } } });
    expect(await service.compiledVersion(second.versionId)).toMatchObject({
      nodes: { a: { data: { text: 'Good day' } } },
    });
  });

  it('makes no new version of the same definition, and renames the template', async () => {
    const { service, versions } = setUp();
    const first = await service.publish(request('Hello', { templateId: 't1' }));
    const again = await service.publish(request('Hello', { templateId: 't1', name: 'Welcome' }));
    expect(again).toEqual({ ...first, name: 'Welcome' });
    expect(versions.rows).toHaveLength(1);
  });

  it('finishes what a crash left between version and template', async () => {
    const { service, templates, versions } = setUp();
    const { id, versionId } = await service.publish(request('Hello', { templateId: 't1' }));
    templates.rows.clear();
    expect(await service.publish(request('Hello', { templateId: 't1' }))).toMatchObject({ id, versionId });
    expect(versions.rows).toHaveLength(1);
  });

  it('refuses a definition with problems, naming each place', async () => {
    const { service, templates } = setUp();
    const definition = flow(
      [node('start', 'trigger', keywords('hi')), node('a', 'send_message', { text: '{{ x }}' })],
      [],
    );
    await expect(service.publish(request('', { definition }))).rejects.toMatchObject({
      code: 'FLOWS.DEFINITION_INVALID',
      kind: 'invalid',
      fields: [
        { field: 'nodes.start', rule: 'the exit "next" leads nowhere' },
        { field: 'nodes.a', rule: 'no trigger leads here' },
        { field: 'nodes.a.data.text', rule: '"{{ x }}" is not a value that a text can show' },
      ],
    } satisfies Partial<DomainError>);
    expect(templates.rows.size).toBe(0);
  });

  it('refuses the later of two publishers at the same time', async () => {
    const { service, versions } = setUp();
    versions.findLatest = async () => null;
    await service.publish(request('Hello', { templateId: 't1' }));
    await expect(service.publish(request('Bye', { templateId: 't1' }))).rejects.toMatchObject({
      code: 'FLOWS.PUBLISH_CONFLICT',
    });
  });
});

describe('reading templates', () => {
  it('lists them page by page, newest first', async () => {
    const { service, clock } = setUp();
    for (const name of ['one', 'two', 'three']) {
      await service.publish(request(name, { name }));
      clock.advance(1_000);
    }
    const first = await service.listPublished(2);
    expect(first.items.map(({ name }) => name)).toEqual(['three', 'two']);
    const second = await service.listPublished(2, first.nextCursor);
    expect(second.items.map(({ name }) => name)).toEqual(['one']);
    expect(second.nextCursor).toBeUndefined();
  });

  it('does not know an archived one', async () => {
    const { service, templates } = setUp();
    const { id } = await service.publish(request());
    const row = templates.rows.get(id);
    if (row !== undefined) templates.rows.set(id, { ...row, status: 'archived' });
    await expect(service.getPublished(id)).rejects.toMatchObject({ code: 'FLOWS.TEMPLATE_NOT_FOUND' });
    await expect(service.getPublished('other')).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('reads a compiled version once', async () => {
    const { service, versions } = setUp();
    const { versionId } = await service.publish(request());
    const flows = await Promise.all([service.compiledVersion(versionId), service.compiledVersion(versionId)]);
    expect(flows[0]).toBe(await service.compiledVersion(versionId));
    expect(versions.compiledReads).toBe(1);
  });
});
