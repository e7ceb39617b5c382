import fc from 'fast-check';
import { brokenDown, funnelOf } from './breakdowns';
import { type Cell, differenceOf, Tally } from './counts';
import { figuresOf } from './figures';
import { bucketOf } from './histogram';
import { insightsOf } from './insights';
import { comparisonOf, keyNumbersOf } from './key-numbers';
import { LabelBook, OTHER } from './label-book';
import { changeBetween, type Unit } from './unit';

const anyCells: fc.Arbitrary<Cell[]> = fc.array(
  fc.record({
    day: fc.constantFrom('2026-06-01', '2026-06-02'),
    flow: fc.constantFrom('', 'v1'),
    counts: fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 1, max: 9 })),
  }),
  { maxLength: 4 },
);

const sorted = (cells: readonly Cell[]) => {
  const tally = new Tally();
  tally.addAll(cells);
  return tally
    .cells()
    .map(({ day, flow, counts }) => [`${day}/${flow}`, Object.entries(counts).sort()] as const)
    .sort(([a], [b]) => a.localeCompare(b));
};

describe('differences', () => {
  it('lead from before to after', () => {
    fc.assert(
      fc.property(anyCells, anyCells, (before, after) => {
        expect(sorted([...before, ...differenceOf(before, after)])).toEqual(sorted(after));
      }),
    );
  });

  const unit = (id: string, part: Partial<Unit> = {}): Unit => ({
    ...{ id, kind: 'session', conversationId: 'c' as Unit['conversationId'] },
    cells: [{ day: '2026-06-01', flow: '', counts: { a: 1 } }],
    ...part,
  });

  it('are seen where only a number, a key or a day is another one', () => {
    const counting = (day: string, counts: Record<string, number>) => unit('u', { cells: [{ day, flow: '', counts }] });
    const before = counting('2026-06-01', { a: 1, b: 2 });
    const others = [
      counting('2026-06-01', { a: 1, b: 3 }),
      counting('2026-06-01', { a: 1, c: 2 }),
      counting('2026-06-02', { a: 1, b: 2 }),
    ];
    for (const after of others) expect(changeBetween([before], [after], '').replaced).toEqual([after]);
    expect(changeBetween([before], [counting('2026-06-01', { b: 2, a: 1 })], '').replaced).toEqual([]);
  });

  it('of units that are the same are none', () => {
    expect(changeBetween([unit('u')], [unit('u')], '')).toEqual({ deltas: [], added: [], replaced: [], removed: [] });
  });

  it('take away what is no more', () => {
    const { deltas, removed } = changeBetween([unit('u')], [], '');
    expect([deltas, removed]).toEqual([[{ day: '2026-06-01', flow: '', counts: { a: -1 } }], ['u']]);
  });

  it('leave days alone that are final', () => {
    const changed = unit('u', { cells: [{ day: '2026-06-01', flow: '', counts: { a: 5 } }] });
    expect(changeBetween([unit('u')], [changed], '2026-06-02').deltas).toEqual([]);
  });

  it('keep the times of days alone that are not final', () => {
    const timing = (day: string, clock: number) => ({ of: 'first', day, clock, open: 1, by: 'bot' }) as const;
    const after = unit('u', { timings: [timing('2026-06-01', 5), timing('2026-06-02', 7)] });
    const cells = [{ day: '2026-06-02', flow: '', counts: { a: 1 } }];
    const { added } = changeBetween([], [{ ...after, cells }], '2026-06-02');
    expect(added[0]?.timings).toEqual([timing('2026-06-02', 7)]);
    const without = unit('u', { cells, timings: [timing('2026-06-01', 5)] });
    expect(changeBetween([], [without], '2026-06-02').added[0]).not.toHaveProperty('timings');
  });

  it('are seen where only a time is another one', () => {
    const timed = (more: object) => {
      const timing = { of: 'resolve', day: '2026-06-01', clock: 5, open: 1, severity: 'low', agent: '0' } as const;
      return unit('u', { timings: [{ ...timing, ...more }] });
    };
    const before = timed({});
    for (const other of [{ clock: 6 }, { open: 2 }, { severity: 'high' }, { agent: '1' }, { of: 'esc-first' }])
      expect(changeBetween([before], [timed(other)], '').replaced).toEqual([timed(other)]);
    expect(changeBetween([before], [unit('u')], '').replaced).toEqual([unit('u')]);
    expect(changeBetween([before], [timed({})], '').replaced).toEqual([]);
  });

  it('keep a beginning that counts for nothing any more', () => {
    const old = unit('u', { kind: 'conversation', firstAt: new Date(0) });
    expect(changeBetween([old], [old], '2026-06-02')).toEqual({ deltas: [], added: [], replaced: [], removed: [] });
  });
});

describe('labels', () => {
  it('have short names, the same ones each time', () => {
    const book = new LabelBook({ agent: { ann: '0' } }, { agent: 1 });
    expect(['ann', 'bob', 'ann', 'bob'].map((name) => book.aliasOf('agent', name))).toEqual(['0', '1', '0', '1']);
    expect(book.news).toEqual([{ set: 'agent', label: 'bob', alias: '1' }]);
    expect(book.all.agent).toEqual({ ann: '0', bob: '1' });
  });

  it('do not get the name of one that was taken out', () => {
    expect(new LabelBook({ agent: {} }, { agent: 1 }).aliasOf('agent', 'bob')).toBe('1');
  });

  it('are limited in number, and safe whatever they say', () => {
    const book = new LabelBook({});
    const names = Array.from({ length: 150 }, (_, place) => book.aliasOf('reason', `$set.${place}.${'x'.repeat(500)}`));
    expect(new Set(names).size).toBe(101);
    expect(names.at(-1)).toBe(OTHER);
    for (const { label } of book.news) expect(label).toMatch(/^[\w~-]{1,60}$/);
  });
});

describe('figures', () => {
  it('of nothing are none', () => {
    const { handled, sends, aiReplies, responses } = figuresOf({});
    expect([handled.botShare, sends.failedShare, aiReplies.knowledgeBackedShare, responses.clock.median]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it('have shares from 0 to 1, whatever is counted', () => {
    const keys = ['handled:bot', 'handled:human', 'handled:both', 'ses:completed', 'ses:handed_off', 'ses:active'];
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...keys, 'send:sent', 'send:failed'), fc.nat(50)), (counts) => {
        const numbers = keyNumbersOf(figuresOf(counts));
        for (const share of [numbers.botHandledShare, numbers.handoffShare, numbers.failedSendShare])
          expect(share === null || (share >= 0 && share <= 1)).toBe(true);
      }),
    );
  });

  it('are told apart, with what was erased and what was too much', () => {
    const counts = { 'ag:0:sent': 2, 'ag:1:sent': 5, 'ag:other:sent': 1, 'hag:0:100': 1, 'ha-resolve:0:90': 1 };
    const medians = { medianFirstResponseMs: 100, medianEscalationResponseOpenMs: null, medianResolutionOpenMs: 90 };
    expect(brokenDown('agent', counts, { agent: { ann: '0' } })).toEqual([
      { key: 'gone', numbers: { sent: 5 } },
      { key: 'ann', numbers: { sent: 2, ...medians } },
      { key: 'other', numbers: { sent: 1 } },
    ]);
  });

  it('of escalations are told apart by severity, with promises of both kinds', () => {
    const counts = {
      ...{ 'esc:opened': 3, 'escs:high:opened': 2, 'escs:low:opened': 1, 'escs:high:resolution-breached': 1 },
      ...{ 'sla:resolution:breached': 1, 'sla:first-response:met': 3, 'hs-resolve:high:100': 1 },
    };
    const { escalations } = figuresOf(counts);
    expect(escalations).toMatchObject({
      bySeverity: { high: 2, low: 1 },
      sla: {
        firstResponse: { met: 3, breached: 0, breachedShare: 0 },
        resolution: { met: 0, breached: 1, breachedShare: 1 },
      },
    });
    const numbers = keyNumbersOf(figuresOf(counts));
    expect(numbers).toMatchObject({
      slaSettled: 4,
      slaBreachedShare: 0.25,
      escalationsHigh: 2,
      escalationsCritical: 0,
    });
    expect(brokenDown('severity', counts, {})).toEqual([
      {
        key: 'high',
        numbers: {
          ...{ opened: 2, 'resolution-breached': 1 },
          ...{ medianEscalationResponseOpenMs: null, medianResolutionOpenMs: 100 },
        },
      },
      { key: 'low', numbers: { opened: 1, medianEscalationResponseOpenMs: null, medianResolutionOpenMs: null } },
    ]);
  });

  it('of a flow say where runs went and where they stay', () => {
    const counts = {
      started: 4,
      'status:completed': 3,
      'node:a': 4,
      'node:b~x': 3,
      'goal:b~x': 2,
      'last:completed:b~x': 3,
    };
    expect(funnelOf('v1', counts)).toEqual({
      ...{ versionId: 'v1', started: 4, byStatus: { completed: 3 }, completedShare: 0.75, tokens: 0 },
      nodes: [
        { nodeId: 'a', entered: 4, goals: 0, here: {} },
        { nodeId: 'b.x', entered: 3, goals: 2, here: { completed: 3 } },
      ],
    });
  });
});

describe('insights', () => {
  const basis = (now: Record<string, number>, before: Record<string, number>, missed = 0, questions = 0) => ({
    ...{ compared: comparisonOf(keyNumbersOf(figuresOf(now)), keyNumbersOf(figuresOf(before))), missed, questions },
  });
  const answered = (count: number, ms: number) => ({ 'ask:bot': count, [`h:first:${bucketOf(ms)}`]: count });
  const active = { 'conv:active': 50 };
  const promises = (met: number, breached: number) => ({
    'sla:first-response:met': met,
    'sla:resolution:breached': breached,
  });

  it.each<[string, ReturnType<typeof basis>]>([
    ['slower-answers', basis(answered(30, 60_000), answered(30, 30_000))],
    ['faster-answers', basis(answered(30, 30_000), answered(30, 60_000))],
    ['more-escalations', basis({ ...active, 'esc:opened': 20 }, { ...active, 'esc:opened': 10 })],
    ['more-sla-breaches', basis(promises(10, 20), promises(25, 5))],
    [
      'fewer-bot-handled',
      basis({ ...active, 'handled:bot': 5, 'handled:human': 5 }, { ...active, 'handled:bot': 9, 'handled:human': 1 }),
    ],
    ['little-knowledge', basis({ 'kb:replies': 40, 'kb:backed': 10 }, {})],
    ['failing-sends', basis({ 'send:sent': 90, 'send:failed': 10 }, {})],
    ['missed-windows', basis({}, {}, 10, 100)],
    ['more-goals', basis({ 'goal:lead:completed': 40 }, { 'goal:lead:completed': 20 })],
    ['fewer-goals', basis({ 'goal:lead:completed': 20 }, { 'goal:lead:completed': 40 })],
    ['idle-followups', basis({ 'fu:sent': 50, 'fu:replied': 1 }, {})],
  ])('%s, with numbers', (code, given) => {
    const found = insightsOf(given);
    expect(found.map((one) => one.code)).toEqual([code]);
    for (const number of Object.values(found[0]?.numbers ?? {})) expect(Number.isFinite(number)).toBe(true);
  });

  it('say nothing about chance', () => {
    expect(insightsOf(basis(answered(3, 60_000), answered(3, 30_000), 1, 3))).toEqual([]);
    expect(insightsOf(basis({}, {}))).toEqual([]);
  });
});
