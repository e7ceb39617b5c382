import { BOWL, HOURS, NO_HURRY, WHICH_DAY, WHICH_PIECE } from '../support/demo-texts';
import { Inbox } from '../support/inbox';
import { Parley, until } from '../support/parley';
import { dataOf } from '../support/people';

describe('automations', () => {
  let parley: Parley;

  beforeAll(async () => {
    parley = await Parley.start({ waitSeconds: 3_600 });
  });

  afterAll(() => parley.stop());

  const workspace = () => ({ workspaceId: parley.owner.workspaceId });
  const list = async () => {
    const route = '/v1/workspaces/{workspaceId}/automation-instances';
    return (await dataOf(parley.client.GET(route, { params: { path: workspace() } }))).items;
  };
  const toggle = (automationId: string, isActive: boolean) => {
    const route = '/v1/workspaces/{workspaceId}/automation-instances/{automationId}';
    return dataOf(
      parley.client.PATCH(route, { params: { path: { ...workspace(), automationId } }, body: { isActive } }),
    );
  };
  const make = (templateId: string) => {
    const route = '/v1/workspaces/{workspaceId}/automation-instances';
    return parley.client.POST(route, { params: { path: workspace() }, body: { templateId, name: 'One more' } });
  };
  const pricesId = async () => (await list()).find(({ templateId }) => templateId === 'demo-prices')?.id ?? '';

  it('switched off, one starts nothing and ends what it runs; switched on, it starts again', async () => {
    const [asked, fresh, later] = [await parley.newCustomer(), await parley.newCustomer(), await parley.newCustomer()];
    await parley.simulator.customer(asked.id).sendsText('price');
    await parley.expectSent(asked, [WHICH_PIECE]);
    expect((await toggle(await pricesId(), false)).isActive).toBe(false);
    // Workers hear of it by a hint, or within a second by polling.
    await untilNothingStarts();
    await parley.simulator.customer(asked.id).tapsQuickReply('Bowl');
    await parley.simulator.customer(fresh.id).sendsText('price');
    await new Inbox(parley, asked).message('Bowl');
    await new Inbox(parley, fresh).message('price');
    await parley.settled();
    await parley.expectSent(asked, [WHICH_PIECE]);
    await parley.expectSent(fresh, []);
    await toggle(await pricesId(), true);
    await untilSomethingStarts();
    await parley.simulator.customer(later.id).sendsText('price');
    await parley.expectSent(later, [WHICH_PIECE]);
    await parley.simulator.customer(later.id).tapsQuickReply('Bowl');
    await parley.expectSent(later, [WHICH_PIECE, BOWL]);
  });

  it('one is made from a published template, and from no other', async () => {
    const made = await dataOf(make('demo-visit'));
    expect((await list())[0]).toEqual(made);
    const { response, error } = await make('no-such');
    expect([response.status, error?.code]).toEqual([404, 'FLOWS.TEMPLATE_NOT_FOUND']);
  });

  it('a session stays with the version it began with when its template is published anew', async () => {
    const [old, fresh] = [await parley.newCustomer('Old'), await parley.newCustomer('New')];
    await parley.simulator.customer(old.id).sendsText('visit');
    await parley.expectSent(old, [HOURS('Old')]);
    // The new version waits for one second instead of an hour.
    await parley.publishFlows(parley.owner, 1);
    await parley.simulator.customer(old.id).tapsButton('Plan a visit');
    await parley.expectSent(old, [HOURS('Old'), WHICH_DAY]);
    const row = await parley.database.collection('conversations').findOne({ participantId: old.id });
    const soonest = Math.min(...(row?.['timers'] as { dueAt: Date }[]).map(({ dueAt }) => dueAt.getTime()));
    expect(soonest).toBeGreaterThan(Date.now() + 3_000_000);

    for (const { id, templateId } of await list()) if (templateId === 'demo-visit') await toggle(id, false);
    await make('demo-visit');
    await until(() => starts('visit'), 20_000, 'the new automation to be known');
    await parley.simulator.customer(fresh.id).sendsText('visit');
    await parley.expectSent(fresh, [HOURS('New')]);
    await parley.simulator.customer(fresh.id).tapsButton('Plan a visit');
    await parley.expectSent(fresh, [HOURS('New'), WHICH_DAY, NO_HURRY]);
  });

  const untilNothingStarts = () => until(async () => !(await starts('price')), 20_000, 'the automation to be off');
  const untilSomethingStarts = () => until(() => starts('price'), 20_000, 'the automation to be on');

  /** Whether a newcomer's text starts a flow at this moment. */
  async function starts(text: string): Promise<boolean> {
    const probe = await parley.newCustomer();
    await parley.simulator.customer(probe.id).sendsText(text);
    await new Inbox(parley, probe).message(text);
    await parley.settled();
    return (await parley.sentTo(probe)).length > 0;
  }
});
