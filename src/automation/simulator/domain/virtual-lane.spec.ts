import { compiled, edge, keywords, node } from '../../../../test/support/flow-fixtures';
import type { Persona } from '../../../flows';
import { worldOfFlow } from './run-flow-tests';
import { VirtualLane } from './virtual-lane';
import { newLane } from './virtual-lane-state';

const HOUR = 3_600_000;

const VISIT = {
  nodes: [
    node('start', 'trigger', keywords('visit')),
    node('who', 'lookup_profile'),
    node('menu', 'send_message', {
      text: 'Hi {{ contact.name | default: "there" }}!',
      buttons: [
        { id: 'plan', title: 'Plan a visit' },
        { id: 'person', title: 'A person' },
      ],
    }),
    node('ask', 'send_message', { text: 'Which day?' }),
    node('day', 'wait_for_reply', { timeoutSeconds: 7_200, storeAs: 'day' }),
    node('noted', 'send_message', { text: 'See you on {{ vars.day }}.' }),
    node('later', 'send_message', { text: 'No hurry.' }),
    node('agent', 'handoff', { reason: 'asks for a person', holdMinutes: 30, text: 'A person will write.' }),
  ],
  edges: [
    'start -> who',
    'who -> menu',
    'menu.plan -> ask',
    'menu.person -> agent',
    'ask -> day',
    'day.reply -> noted',
    'day.timeout -> later',
  ].map(edge),
};

function laneOf(persona: Persona = {}, unanswered: 'pending' | 'fails' = 'fails'): VirtualLane {
  const world = worldOfFlow({ flow: compiled(VISIT), config: {} }, 'visit');
  return new VirtualLane(world, newLane({ laneId: 'lane', now: Date.UTC(2026, 0, 7), unanswered, persona }));
}

const saidBy = ({ state }: VirtualLane): string[] =>
  state.timeline.flatMap((entry) => (entry.kind === 'bot' ? [entry.suppressed ?? entry.text] : []));

describe('VirtualLane', () => {
  it('answers as a real conversation would, by the persona’s name', () => {
    const lane = laneOf({ name: 'Ana' });
    lane.say('a visit please');
    expect(saidBy(lane)).toEqual(['Hi Ana!']);
    expect(lane.tap('Plan a visit')).toBe(true);
    lane.say('Friday');
    expect(saidBy(lane)).toEqual(['Hi Ana!', 'Which day?', 'See you on Friday.']);
  });

  it('tells when there is nothing of that title to tap', () => {
    const lane = laneOf();
    expect(lane.tap('Plan a visit')).toBe(false);
  });

  it('lets virtual time pass: what falls due happens at its time', () => {
    const lane = laneOf();
    lane.say('visit');
    lane.tap('Plan a visit');
    const { now } = lane.state;
    lane.wait(3 * HOUR);
    const last = lane.state.timeline.findLast(({ kind }) => kind === 'bot');
    expect(last).toMatchObject({ text: 'No hurry.', at: now + 2 * HOUR });
    expect(lane.state.now).toBe(now + 3 * HOUR);
  });

  it('hands over, is silent while held, and says what it kept back and why', () => {
    const lane = laneOf();
    lane.say('visit');
    lane.tap('A person');
    expect(saidBy(lane).at(-1)).toBe('A person will write.');
    expect(lane.state.handoffs).toEqual([{ reason: 'asks for a person', summary: 'asks for a person: "A person"' }]);
    lane.say('visit');
    expect(saidBy(lane)).toHaveLength(2);
    lane.wait(HOUR);
    lane.say('visit');
    expect(saidBy(lane)).toHaveLength(3);
  });

  it('is silent while a person has taken over, until it is given back', () => {
    const lane = laneOf();
    lane.takeOver(10 * HOUR);
    lane.say('visit');
    expect(saidBy(lane)).toEqual([]);
    lane.giveBack();
    lane.say('visit');
    expect(saidBy(lane)).toEqual(['Hi there!']);
  });

  it('carries out no task: it comes out as the persona says', () => {
    const lane = laneOf({ name: 'Ana', answers: { lookup_profile: { error: 'away' } } });
    lane.say('visit');
    expect(lane.state.timeline).toContainEqual(
      expect.objectContaining({ event: 'task-result', detail: { task: 'lookup_profile', ok: false, error: 'away' } }),
    );
  });

  it.each<['pending' | 'fails', string[], string]>([
    ['pending', ['http_request'], 'active'],
    ['fails', [], 'completed'],
  ])('a task that nobody says anything about: %s', (unanswered, pending, status) => {
    const request = {
      nodes: [
        node('start', 'trigger', keywords('go')),
        node('ask', 'http_request', { url: 'https://shop.example/' }),
        node('yes', 'end'),
        node('no', 'end'),
      ],
      edges: ['start -> ask', 'ask.success -> yes', 'ask.error -> no'].map(edge),
    };
    const world = worldOfFlow({ flow: compiled(request), config: {} }, 'asks');
    const lane = new VirtualLane(world, newLane({ laneId: 'lane', now: 0, unanswered }));
    lane.say('go');
    expect(lane.state.pending.map(({ kind }) => kind)).toEqual(pending);
    expect(lane.explanations.flatMap(({ steps }) => steps).at(-1)?.status).toBe(status);
    lane.answerTask('http_request', { ok: true, value: { status: 200 } });
    expect(lane.state.pending).toEqual([]);
    expect(lane.explanations.flatMap(({ steps }) => steps).at(-1)?.status).toBe('completed');
  });

  it('keeps back what would come more than 24 hours after the person wrote', () => {
    const late = {
      nodes: [
        node('start', 'trigger', keywords('go')),
        node('wait', 'delay', { mode: 'for', amount: 25, unit: 'hours' }),
        node('late', 'send_message', { text: 'Are you there?' }),
      ],
      edges: ['start -> wait', 'wait -> late'].map(edge),
    };
    const world = worldOfFlow({ flow: compiled(late), config: {} }, 'late');
    const lane = new VirtualLane(world, newLane({ laneId: 'lane', now: 0, unanswered: 'fails' }));
    lane.say('go');
    lane.wait(26 * HOUR);
    expect(saidBy(lane)).toEqual(['more than 24 hours after the person wrote']);
  });

  it('is started by a person or a program where a trigger allows it', () => {
    const lane = laneOf();
    lane.trigger({ type: 'api' });
    expect(saidBy(lane)).toEqual([]);
    lane.trigger({ type: 'manual' });
    // Nobody may be written to who has never written.
    expect(saidBy(lane)).toEqual(['the person has never written']);
  });

  it('explains every decision, and why nothing matched', () => {
    const lane = laneOf();
    lane.say('hello');
    expect(lane.explanations).toEqual([
      expect.objectContaining({
        outcome: 'silent',
        reason: 'no_trigger',
        considered: [expect.objectContaining({ instanceId: 'visit', outcome: 'no_keyword' })],
      }),
    ]);
  });

  it('survives being stored after every step', () => {
    const world = worldOfFlow({ flow: compiled(VISIT), config: {} }, 'visit');
    const steps: ((lane: VirtualLane) => unknown)[] = [
      (lane) => lane.say('visit'),
      (lane) => lane.tap('Plan a visit'),
      (lane) => lane.wait(HOUR),
      (lane) => lane.say('Friday'),
    ];
    const begin = newLane({ laneId: 'lane', now: 0, unanswered: 'fails', persona: { name: 'Ana' } });
    const whole = new VirtualLane(world, begin);
    let stored = begin;
    for (const step of steps) {
      step(whole);
      const lane = new VirtualLane(world, JSON.parse(JSON.stringify(stored)) as typeof stored);
      step(lane);
      stored = lane.state;
    }
    expect(stored).toEqual(whole.state);
  });

  it('changes nothing of the state that it was given', () => {
    const begin = newLane({ laneId: 'lane', now: 0, unanswered: 'fails' });
    const copy = structuredClone(begin);
    const lane = new VirtualLane(worldOfFlow({ flow: compiled(VISIT), config: {} }, 'visit'), begin);
    lane.say('visit');
    expect(begin).toEqual(copy);
  });
});
