import { Test, type TestingModule } from '@nestjs/testing';
import { compiled, flow, keywords, LIMITS, node } from '../../../test/support/flow-fixtures';
import { ManualClock } from '../../../test/support/manual-clock';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database';
import { Clock, KernelModule } from '../../shared/kernel';
import { FlowsModule } from '../flows.module';
import { FlowsService } from '../flows.service';
import { flowTemplateVersionIndexes, type FlowTemplateVersionRow } from '../schemas/flow-template-version.schema';
import { flowTemplateIndexes } from '../schemas/flow-template.schema';
import { FlowTemplateVersionsRepository } from './flow-template-versions.repository';

const saying = (text: string) =>
  flow([node('start', 'trigger', keywords('hi')), node('a', 'send_message', { text })], ['start -> a']);

describe('flows on the store', () => {
  const clock = new ManualClock();
  let database: TestDatabase;
  let module: TestingModule;
  let flows: FlowsService;

  beforeAll(async () => {
    database = await createTestDatabase([...flowTemplateIndexes, ...flowTemplateVersionIndexes]);
    module = await Test.createTestingModule({ imports: [KernelModule, database.module, FlowsModule] })
      .overrideProvider(Clock)
      .useValue(clock)
      .compile();
    await module.init();
    flows = module.get(FlowsService);
  });

  afterAll(async () => {
    await module.close();
    await database.drop();
  });

  const publish = (templateId: string, text: string) =>
    flows.publish({ templateId, name: templateId, definition: saying(text), limits: LIMITS });

  it('keeps what was published exactly, empty objects and all', async () => {
    const { versionId } = await publish('kept', 'Hello');
    expect(await flows.compiledVersion(versionId)).toMatchObject({
      limits: LIMITS,
      nodes: { a: { type: 'send_message', data: { text: 'Hello', buttons: [], quickReplies: [] }, next: {} } },
    });
    expect(await flows.compiledVersion('none')).toBeNull();
  });

  it('gives each version number of a template once', async () => {
    const { triggers, publishedAt } = await publish('race', 'one');
    const rival = (version: number): FlowTemplateVersionRow => ({
      _id: `rival-${version}`,
      templateId: 'race',
      version,
      status: 'published',
      compiled: compiled(saying('two')),
      definition: { nodes: [], edges: [] },
      fingerprint: 'other',
      triggers,
      publishedAt,
    });
    const versions = module.get(FlowTemplateVersionsRepository);
    expect(await versions.insert(rival(1))).toBe(false);
    expect(await versions.insert(rival(2))).toBe(true);
    expect(await versions.findLatest('race')).toEqual({ _id: 'rival-2', version: 2, fingerprint: 'other' });
  });

  it('lists templates page by page, newest first', async () => {
    clock.advance(1_000);
    await publish('page-1', 'Hello');
    await publish('page-2', 'Hello');
    clock.advance(1_000);
    await publish('page-3', 'Hello');
    const first = await flows.listPublished(2);
    const second = await flows.listPublished(1, first.nextCursor);
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(['page-3', 'page-2', 'page-1']);
  });
});
