import { WorkspaceApp } from '../../test/support/workspace-app';
import { FlowChecks, FlowsService } from '../flows';
import { systemCaller } from '../shared/kernel';
import { ShippedFlows } from './shipped-flows.service';
import { SHIPPED_TEMPLATES } from './templates';

const CALLER = systemCaller('test', 'test');

describe('installing the shipped flows', () => {
  let app: WorkspaceApp;
  let shipped: ShippedFlows;

  beforeAll(async () => {
    app = await WorkspaceApp.start();
    const get = <T>(type: abstract new (...args: never[]) => T) => app.app.get<T>(type, { strict: false });
    shipped = new ShippedFlows(get(FlowsService), get(FlowChecks));
  });

  afterAll(() => app.stop());

  it('publishes those that the system can run, says why the others wait, and changes nothing the second time', async () => {
    const first = await shipped.install(CALLER);
    const ids = [...first.installed, ...first.waiting].map(({ templateId }) => templateId);
    expect(ids.sort()).toEqual(SHIPPED_TEMPLATES.map(({ templateId }) => templateId).sort());
    expect(first.installed).toEqual(
      expect.arrayContaining([
        { templateId: 'welcome-menu', version: 1 },
        { templateId: 'order-status', version: 1 },
      ]),
    );
    for (const { missing } of first.waiting) expect(missing.length).toBeGreaterThan(0);
    const versions = () => app.rows.collection('flowTemplateVersions').countDocuments();
    const before = await versions();
    expect(await shipped.install(CALLER)).toEqual(first);
    expect(await versions()).toBe(before);
  });

  it('shows them in the gallery', async () => {
    await shipped.install(CALLER);
    const { token } = await app.signUp();
    const { body } = await app.as(token).call<{ items: { id: string }[] }>('GET', '/v1/flow-templates');
    expect(body.items.map(({ id }) => id)).toEqual(expect.arrayContaining(['welcome-menu', 'order-status']));
  });

  it('refuses a shipped flow that is not right', async () => {
    const [welcome] = SHIPPED_TEMPLATES;
    if (welcome === undefined) throw new Error('Nothing is shipped.');
    const broken = { ...welcome, definition: { ...welcome.definition, edges: [] } };
    await expect(shipped.install(CALLER, [broken])).rejects.toMatchObject({ code: 'FLOWS.DEFINITION_INVALID' });
  });
});
