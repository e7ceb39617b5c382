import { WHICH_PIECE } from '../support/demo-texts';
import { Lane } from '../support/lane';
import { OwnerApi } from '../support/owner-api';
import { Parley, until } from '../support/parley';

const HOUR_MS = 3_600_000;
/** What is written now was written so long ago that a follow-up is due in some seconds. */
const DUE_IN_MS = 5_000;
const STILL = 'Hi Jane, shall we keep a piece for you?';

interface Followup {
  id: string;
  status: string;
  reason: string | null;
  text: string | null;
  sentAt: string | null;
  repliedAt: string | null;
  dueAt: string;
  windowClosesAt: string;
}

describe('a follow-up before the window closes', () => {
  let parley: Parley;
  let owner: OwnerApi;

  beforeAll(async () => {
    parley = await Parley.start({ workers: 2, behindMs: 22 * HOUR_MS - DUE_IN_MS });
    owner = new OwnerApi(parley);
    const policy = {
      name: 'Before the window closes',
      moment: { kind: 'before_window_closes', hours: 2 },
      action: {
        kind: 'text',
        texts: [{ language: 'en', text: 'Hi {{ contact.name }}, shall we keep a piece for you?' }],
      },
      maxPerWeek: 1,
    };
    expect((await owner.call('POST', '/followup-policies', policy)).status).toBe(201);
  });

  afterAll(() => parley.stop());

  async function followups(lane: Lane): Promise<Followup[]> {
    const { _id } = await lane.row();
    const { body } = await owner.call('GET', `/followups?conversationId=${_id}`);
    return (body as unknown as { items: Followup[] }).items;
  }

  const ends = async (lane: Lane, fits: (followup: Followup) => boolean): Promise<Followup> => {
    let found: Followup | undefined;
    const isThere = async () => (found = (await followups(lane)).find(fits)) !== undefined;
    await until(isThere, 30_000, 'the follow-up to be as expected');
    return found as Followup;
  };

  /** After the answer, so that the person has a name. */
  async function asked(): Promise<Lane> {
    const lane = await Lane.open(parley, 'Jane');
    await lane.says('price');
    await lane.expectSent([WHICH_PIECE]);
    return lane;
  }

  it('goes out once, at its time, is on record, and knows its answer', async () => {
    const lane = await asked();
    const [planned] = await followups(lane);
    expect(planned).toMatchObject({ status: 'scheduled', text: null });
    const left = Date.parse(planned?.windowClosesAt ?? '') - Date.parse(planned?.dueAt ?? '');
    expect(left).toBe(2 * HOUR_MS);
    await lane.expectSent([WHICH_PIECE, STILL], 30_000);
    const sent = await ends(lane, ({ status }) => status === 'sent');
    expect(sent).toMatchObject({ id: planned?.id, text: STILL, repliedAt: null });
    expect(Date.parse(sent.sentAt ?? '')).toBeGreaterThanOrEqual(Date.parse(sent.dueAt));
    await lane.says('Yes, please');
    expect((await ends(lane, ({ repliedAt }) => repliedAt !== null)).id).toBe(planned?.id);
    // The week allows one.
    const limited = await ends(lane, ({ status }) => status === 'cancelled');
    expect(limited.reason).toBe('weekly_limit');
    await lane.endsWith([WHICH_PIECE, STILL]);
  });

  it('does not when somebody answers in the app', async () => {
    const lane = await asked();
    await lane.ownerTypes('A bowl is on the house');
    expect((await ends(lane, ({ status }) => status !== 'scheduled')).reason).toBe('person_took_over');
    await lane.endsWith([WHICH_PIECE]);
  });

  it('does not when a member calls it off', async () => {
    const lane = await asked();
    const [planned] = await followups(lane);
    expect((await owner.call('POST', `/followups/${planned?.id}/cancel`)).status).toBe(202);
    expect((await ends(lane, ({ status }) => status !== 'scheduled')).reason).toBe('by_person');
    await lane.becomes(({ timers }) => timers.every(({ id }) => id !== planned?.id), 'the timer to be gone');
    await lane.endsWith([WHICH_PIECE]);
  });
});
