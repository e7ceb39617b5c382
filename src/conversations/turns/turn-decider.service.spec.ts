import {
  claimed,
  conversation,
  echo,
  entry,
  laneEvent,
  message,
  nothingDecided,
  says,
  WINDOW_MS,
} from '../../../test/support/lane-fixtures';
import { ManualClock } from '../../../test/support/manual-clock';
import { standIn } from '../../../test/support/stand-in';
import { Contributions } from '../../shared/kernel';
import { Channel } from '../channel.port';
import type { EchoVerdicts } from '../domain/echo-step';
import { OUTBOX_SIZE } from '../domain/limits';
import type { TurnInput } from '../domain/turn';
import type { EchoJudge } from './echo-judge.service';
import { TurnDecider } from './turn-decider.service';
import { TurnHandler } from '../turn-handler.port';

const NONE: EchoVerdicts = { own: [], waiting: [], foreign: [], settlesParked: [], settlesHead: null };

describe('TurnDecider', () => {
  let verdicts: Partial<EchoVerdicts>;
  let settled: unknown[][];
  let inputs: { context: unknown; input: TurnInput }[];
  let decider: TurnDecider;

  beforeEach(() => {
    verdicts = {};
    settled = [];
    inputs = [];
    const judge = standIn<EchoJudge>({
      judge: () => Promise.resolve({ ...NONE, ...verdicts }),
      settleHead: async (...args) => void settled.push(['head', ...args]),
      settleParked: async (_row, parked) => void (parked.length > 0 && settled.push(['parked', ...parked])),
    });
    const contributions = new Contributions();
    decider = new TurnDecider(judge, contributions, new ManualClock());
    contributions.provide(
      TurnHandler,
      standIn<TurnHandler>({
        prepare: (lane, state) => Promise.resolve({ lane, state }),
        decide: (context, input) => {
          inputs.push({ context, input });
          return { ...nothingDecided(input.state), sends: [{ id: `re-${input.event.eventId}`, content: says('x') }] };
        },
      }),
    );
    contributions.provide(Channel, standIn<Channel>({ windowMs: WINDOW_MS, partsOf: (content) => [content] }));
  });

  it('prepares once and decides about each event with that context', async () => {
    const row = conversation({ state: { step: 1 } });
    await expect(decider.decide(row, [message('a'), message('b')])).resolves.toMatchObject({
      kind: 'fold',
      folded: { taken: [{ _id: 'a' }, { _id: 'b' }], commit: { sends: [{ id: 're-a' }, { id: 're-b' }] } },
      explained: [],
      more: false,
    });
    expect(inputs[0]?.context).toEqual({
      lane: expect.objectContaining({ conversationId: row._id }),
      state: { step: 1 },
    });
    expect(inputs[1]?.context).toBe(inputs[0]?.context);
  });

  it('leaves waiting echoes pending and goes on with the rest', async () => {
    const waiting = echo('e');
    verdicts = { waiting: [waiting] };
    await expect(decider.decide(conversation(), [waiting, message('m')])).resolves.toMatchObject({
      kind: 'fold',
      folded: { taken: [{ _id: 'm' }] },
      explained: [],
    });
  });

  it('has nothing to commit when there are only echoes of its own and waiting ones', async () => {
    const [own, waiting] = [echo('own'), echo('waiting')];
    verdicts = { own: [own], waiting: [waiting] };
    await expect(decider.decide(conversation(), [own, waiting])).resolves.toEqual({
      kind: 'nothing',
      explained: ['own'],
      waiting: true,
    });
    verdicts = { own: [own] };
    await expect(decider.decide(conversation(), [own])).resolves.toMatchObject({ kind: 'nothing', waiting: false });
    expect(inputs).toEqual([]);
  });

  it('lets a late echo settle a parked send and is done with it', async () => {
    const late = echo('e');
    verdicts = { settlesParked: [{ event: late, messageId: 'p' }] };
    await expect(decider.decide(conversation(), [late])).resolves.toEqual({
      kind: 'nothing',
      explained: ['e'],
      waiting: false,
    });
    expect(settled).toEqual([['parked', { event: late, messageId: 'p' }]]);
  });

  it('asks for a new look once an echo has settled the head, before anything else is written', async () => {
    const row = conversation({ outbox: [claimed('s', 'unknown')] });
    const [proof, late] = [echo('e'), echo('l')];
    verdicts = {
      settlesHead: { event: proof, head: claimed('s', 'unknown') },
      settlesParked: [{ event: late, messageId: 'p' }],
    };
    await expect(decider.decide(row, [proof, late, message('m')])).resolves.toEqual({ kind: 'reload' });
    expect(settled).toEqual([['head', row, verdicts.settlesHead]]);
    expect(inputs).toEqual([]);
  });

  it('says that more is left when not all events fit', async () => {
    const outbox = Array.from({ length: OUTBOX_SIZE - 1 }, (_, index) => entry(`w${index}`));
    await expect(decider.decide(conversation({ outbox }), [message('a'), message('b')])).resolves.toMatchObject({
      folded: { taken: [{ _id: 'a' }] },
      more: true,
    });
  });

  it('waits when not even one fits, and counts that as nobody’s fault', async () => {
    const outbox = Array.from({ length: OUTBOX_SIZE }, (_, index) => entry(`w${index}`));
    await expect(decider.decide(conversation({ outbox }), [message('a')])).resolves.toEqual({
      kind: 'nothing',
      explained: [],
      waiting: true,
    });
  });

  it('lets a withdrawal by the account wait while the message may be on its way, and nothing else', async () => {
    const takenBack = laneEvent('u', {
      ...{ kind: 'unsend', participantId: 'p1', at: 0, dedupeKey: 'u', mid: 'm', fromAccount: true },
    });
    const sending = conversation({ outbox: [claimed('s')] });
    expect(await decider.decide(sending, [takenBack])).toEqual({ kind: 'nothing', explained: [], waiting: true });
    const beside = await decider.decide(sending, [takenBack, message('m')]);
    expect(beside.kind === 'fold' && beside.folded.taken.map(({ _id }) => _id)).toEqual(['m']);
    const settled = await decider.decide(conversation(), [takenBack]);
    expect(settled.kind === 'fold' && settled.folded.taken.map(({ _id }) => _id)).toEqual(['u']);
  });
});
