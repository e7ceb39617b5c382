import { AutomationPlayer, command, quickReply, tap, text } from '../../../test/support/automation-player';
import { anyMessage, compiled, flow, keywords, node, SHOP } from '../../../test/support/flow-fixtures';
import { readState } from './automation-state';

const MINUTE = 60_000;

const GREETING = compiled(
  flow(
    [
      node('start', 'trigger', anyMessage),
      node('hi', 'send_message', {
        text: 'Welcome to {{ config.shop | default: "us" }}!',
        quickReplies: [
          { id: 'hours', title: 'Hours' },
          { id: 'bye', title: 'Bye' },
        ],
      }),
      node('hours', 'send_message', { text: 'Nine to five.' }),
      node('end', 'end'),
    ],
    ['start -> hi', 'hi.hours -> hours', 'hi.bye -> end'],
  ),
);
const ORDER = compiled(
  flow(
    [
      node('start', 'trigger', keywords('order')),
      node('ask', 'send_message', { text: 'Your order number?' }),
      node('wait', 'wait_for_reply', { timeoutSeconds: 300, storeAs: 'order' }),
      node('thanks', 'send_message', { text: 'Thanks, {{ vars.order }}.' }),
      node('person', 'handoff', { reason: 'no order number', holdMinutes: 30, text: 'A person will write.' }),
    ],
    ['start -> ask', 'ask -> wait', 'wait.reply -> thanks', 'wait.timeout -> person'],
  ),
);

const player = () =>
  new AutomationPlayer()
    .with('greeting', GREETING, { shop: 'Shoes & Co' })
    .with('shop', compiled(SHOP))
    .with('order', ORDER);

const statusesOf = ({ state }: AutomationPlayer) => {
  const { running, notes } = readState(state);
  return [
    ...notes.map(({ instanceId, status }) => [instanceId, status]),
    ...(running === null ? [] : [[running.instanceId, running.flow.status]]),
  ];
};

const NOTHING = { sends: [], tasks: [], timers: { arm: [], cancel: [] } };

describe('what starts', () => {
  it('is what the keyword asks for, before what any message starts', () => {
    expect(player().take(text('my order')).texts).toEqual(['Your order number?']);
    expect(player().take(text('hello')).texts).toEqual(['Welcome to Shoes & Co!']);
  });

  it('is nothing where another app has the thread, and that is said', () => {
    const quiet = player().take({ ...text('my order'), standby: true, answerable: false });
    expect(quiet.last).toMatchObject(NOTHING);
    expect(quiet.last.reasons).toMatchObject({ outcome: 'silent', reason: 'other_app' });
  });

  it('is nothing without a match', () => {
    const quiet = new AutomationPlayer().with('order', ORDER).take(text('hello'));
    expect(quiet.last).toMatchObject({ state: null, ...NOTHING });
    expect(quiet.last.reasons).toMatchObject({ outcome: 'silent', reason: 'no_trigger' });
  });

  it('has the same session id for the same event, and another for another', () => {
    const idOf = (eventId: string) =>
      readState(player().take({ ...text('order'), eventId }).state).running?.flow.sessionId;
    expect(idOf('e1')).toBe(idOf('e1'));
    expect(idOf('e1')).not.toBe(idOf('e2'));
  });

  it('gives quick replies and buttons to the channel', () => {
    const [greeting] = player().take(text('hello')).last.sends;
    expect(greeting?.content).toMatchObject({ kind: 'text', quickReplies: [{ title: 'Hours' }, { title: 'Bye' }] });
    const shop = player().take(text('prices'));
    expect(shop.last.tasks).toEqual([
      { id: expect.stringMatching(/-1$/) as string, kind: 'lookup_profile', input: {} },
    ]);
    shop.finishTask({ ok: true, value: { name: 'Ann' } });
    expect(shop.last.sends[0]?.content).toMatchObject({
      kind: 'buttons',
      buttons: [{ title: 'Shoes' }, { title: 'A person' }, { url: 'https://example.com' }],
    });
    expect(shop.last.participant).toEqual({ name: 'Ann' });
  });

  it('is what an ice breaker says when it is tapped', () => {
    const tapped = player().take({ kind: 'postback', payload: 'ICE:order', title: 'Where is my order?' });
    expect(tapped.texts).toEqual(['Your order number?']);
  });

  it('is nothing at a tap on a button of a forgotten session that says no keyword, nor any other', () => {
    const quiet = new AutomationPlayer().with('order', ORDER).take(quickReply('pf:gone:hi:hours', 'Hours'));
    expect(quiet.texts).toEqual([]);
    expect(player().take(quickReply('pf:gone:hi:x', 'My order')).texts).toEqual(['Your order number?']);
    expect(player().take({ kind: 'postback', payload: 'pf:gone:hi:x' }).texts).toEqual([]);
  });
});

describe('a running session', () => {
  it('comes before the triggers', () => {
    const order = player().take(text('order')).take(text('prices'));
    expect(order.texts).toEqual(['Your order number?', 'Thanks, prices.']);
  });

  it('is not interrupted by what takes any message', () => {
    const menu = player().take(text('hello')).take(text('hm'));
    expect(menu.texts).toEqual(['Welcome to Shoes & Co!']);
    expect(statusesOf(menu)).toEqual([['greeting', 'waiting']]);
  });

  it('is interrupted by a keyword when it waits for something else, and its timers are cancelled', () => {
    const menu = player().take(text('hello'));
    const [expiry] = menu.last.timers.arm;
    menu.take(text('my order'));
    expect(menu.texts.at(-1)).toBe('Your order number?');
    expect(menu.last.timers.cancel).toEqual([expiry?.id]);
    expect(statusesOf(menu)).toEqual([
      ['greeting', 'superseded'],
      ['order', 'waiting'],
    ]);
  });

  it('takes a photo for a reply', () => {
    const order = player().take(text('order'));
    order.take({ ...text(''), attachments: [{ type: 'image', url: 'https://cdn.example/1.jpg' }] });
    expect(order.texts.at(-1)).toBe('Thanks, https://cdn.example/1.jpg.');
  });

  it('gives way to one whose button is tapped, and can be tapped back', () => {
    const mixed = player().take(text('hello'));
    const [hours] = mixed.payloads;
    mixed.take(text('order')).take(tap(hours ?? '', 'Hours'));
    expect(mixed.texts).toEqual(['Welcome to Shoes & Co!', 'Your order number?', 'Nine to five.']);
    expect(statusesOf(mixed)).toEqual([
      ['order', 'superseded'],
      ['greeting', 'completed'],
    ]);
    mixed.take(tap(hours ?? '', 'Hours'));
    expect(mixed.texts.at(-1)).toBe('Nine to five.');
    expect(readState(mixed.state).ended?.revision).toBe(4);
  });

  it('expires, and the message that found it so may start another', () => {
    const menu = player()
      .take(text('hello'))
      .wait(25 * 60 * MINUTE)
      .take(text('hello again'));
    expect(menu.texts).toEqual(['Welcome to Shoes & Co!', 'Welcome to Shoes & Co!']);
    expect(statusesOf(menu)).toEqual([
      ['greeting', 'expired'],
      ['greeting', 'waiting'],
    ]);
  });

  it('runs the version that it began with', () => {
    const order = player().take(text('order'));
    order.publish(
      'order',
      compiled(
        flow(
          [node('start', 'trigger', keywords('order')), node('new', 'send_message', { text: 'New!' })],
          ['start -> new'],
        ),
      ),
    );
    expect(order.take(text('A-1')).texts.at(-1)).toBe('Thanks, A-1.');
    expect(order.take(text('order')).texts.at(-1)).toBe('New!');
  });

  it('ends when its automation is switched off', () => {
    const order = player().take(text('order')).without('order').take(text('A-1'));
    expect(order.texts).toEqual(['Your order number?', 'Welcome to Shoes & Co!']);
    expect(statusesOf(order)).toEqual([
      ['order', 'stopped'],
      ['greeting', 'waiting'],
    ]);
  });

  it('fails when its version is lost', () => {
    const order = player().take(text('order')).lose('order').take(text('A-1'));
    expect(statusesOf(order)).toContainEqual(['order', 'failed']);
  });

  it('refuses to go on with a flow that was not prepared', () => {
    const order = player().take(text('order'));
    expect(() => order.unprepare('order').take(text('A-1'))).toThrow('not prepared');
  });
});

describe('a handoff', () => {
  const handedOver = () => player().take(text('order')).fireTimer();

  it('says so, opens an escalation, holds the bot and ends', () => {
    const order = handedOver();
    const sessionId = readState(order.state).ended?.flow.sessionId ?? '';
    expect(order.texts.at(-1)).toBe('A person will write.');
    expect(order.last).toMatchObject({
      tasks: [
        {
          id: `${sessionId}-5`,
          kind: 'open_escalation',
          input: { reason: 'no order number', summary: 'no order number: "order"', at: '2026-01-01T00:05:00.000Z' },
        },
      ],
      hold: { minutes: 30, reason: 'handoff', sourceId: `${sessionId}-5` },
    });
    expect(statusesOf(order)).toEqual([['order', 'handed_off']]);
  });

  const ruled = (minutes: number | null, isFixed: boolean) => {
    const order = player();
    order.surroundings = { ...order.surroundings, handoffHold: { minutes, isFixed, endsAtClose: true } };
    return order.take(text('order')).fireTimer().last.hold;
  };

  it('holds for as long as the flow says, unless the workspace has ruled otherwise', () => {
    expect([ruled(45, false)?.minutes, ruled(999, true)?.minutes, ruled(null, false)?.minutes]).toEqual([30, 999, 30]);
    expect(ruled(null, true)).toBeUndefined();
  });

  it('does not mind the result of opening the escalation', () => {
    const order = handedOver();
    const { state } = order;
    order.finishTask({ ok: true, value: { escalationId: 'x' } });
    expect(order.last).toMatchObject({ state, ...NOTHING });
  });
});

describe('a hold', () => {
  const HELD = { held: true, lastHoldUntil: new Date('2026-01-01T01:00:00Z') };
  const onHold = { kind: 'hold' } as const;

  it('keeps anything from starting', () => {
    const held = player().take(text('order'), HELD);
    expect(held.last).toMatchObject({ state: null, ...NOTHING });
    expect(held.last.reasons).toMatchObject({ outcome: 'silent', reason: 'held', held: true });
  });

  it.each([
    ['when it begins', onHold],
    ['at what the person writes', text('A-1')],
    ['at a timer', { kind: 'timer', timerId: 'x', data: {} } as const],
  ])('pauses the session %s, which says nothing', (_when, event) => {
    const order = player().take(text('order')).take(event, HELD);
    expect(order.texts).toEqual(['Your order number?']);
    expect(statusesOf(order)).toEqual([['order', 'paused']]);
    expect(order.last.timers.arm).toMatchObject([{ dueAt: HELD.lastHoldUntil }]);
    expect(order.last.reasons.outcome).toBe('paused');
  });

  it('over, lets it go on with its question, and answers nothing that was written meanwhile', () => {
    const order = player().take(text('order')).take(onHold, HELD).take(text('one moment'), HELD);
    const past = { lastHoldUntil: order.now };
    order.take({ ...onHold }, past);
    expect(order.last.reasons.outcome).toBe('resumed');
    expect(order.texts).toEqual(['Your order number?']);
    expect(order.take(text('A-1'), past).texts.at(-1)).toBe('Thanks, A-1.');
  });

  it('over, does what fell due meanwhile, once', () => {
    const order = player().take(text('order')).take(onHold, HELD);
    order.letPass(10 * MINUTE, HELD);
    expect(order.texts).toEqual(['Your order number?']);
    order.letPass(50 * MINUTE);
    expect(order.texts).toEqual(['Your order number?', 'A person will write.']);
    expect(statusesOf(order)).toEqual([['order', 'handed_off']]);
    expect(order.letPass(60 * MINUTE).texts).toHaveLength(2);
  });

  it('that is extended lets it go on later', () => {
    const order = player().take(text('order')).take(onHold, HELD);
    const longer = { held: true, lastHoldUntil: new Date('2026-01-01T02:00:00Z') };
    order.letPass(60 * MINUTE, longer);
    expect(order.last.timers.arm).toMatchObject([{ dueAt: longer.lastHoldUntil }]);
    expect(statusesOf(order)).toEqual([['order', 'paused']]);
    order.letPass(60 * MINUTE);
    expect(order.texts.at(-1)).toBe('A person will write.');
  });

  it('that ended early cancels its timer at the next event, whatever that is', () => {
    const order = player().take(text('order')).take(onHold, HELD);
    const [timer] = order.last.timers.arm;
    order.take(text('A-1'));
    expect(order.last.timers.cancel).toContain(timer?.id);
    expect(order.texts.at(-1)).toBe('Thanks, A-1.');
  });

  it('keeps the result of a task for the session', () => {
    const shop = player().take(text('prices')).take(onHold, HELD);
    shop.finishTask({ ok: true, value: { name: 'Ann' } }, HELD);
    expect(shop.texts).toEqual([]);
    shop.letPass(60 * MINUTE);
    expect(shop.texts).toEqual(['Hi Ann! What would you like to see?']);
  });

  it('does not keep a tap from waking the session later', () => {
    const menu = player().take(text('hello'));
    const [hours] = menu.payloads;
    menu.take(tap(hours ?? '', 'Hours'), HELD);
    expect(menu.texts).toHaveLength(1);
    expect(menu.take(tap(hours ?? '', 'Hours')).texts.at(-1)).toBe('Nine to five.');
  });

  it('does not let a session go on that a person has paused', () => {
    const order = player().take(text('order'));
    order
      .take(command('pause', { sessionId: order.sessionId }))
      .take(onHold, HELD)
      .letPass(60 * MINUTE);
    expect(statusesOf(order)).toEqual([['order', 'paused']]);
  });
});

describe('an event that came too late to be answered', () => {
  it.each([
    ['starts nothing', (it: AutomationPlayer) => it],
    ['moves nothing', (it: AutomationPlayer) => it.take(text('hello'))],
  ])('%s', (_name, prepare) => {
    const late = prepare(player());
    const { state } = late;
    late.take({ ...text('order'), answerable: false });
    expect(late.last).toMatchObject({ state, ...NOTHING });
    late.take({ kind: 'postback', payload: late.payloads[0] ?? 'x', title: 'Hours', answerable: false });
    expect(late.last).toMatchObject({ state, ...NOTHING });
  });
});

describe('the state', () => {
  it('is not understood when a newer program wrote it', () => {
    const future = player();
    future.state = { format: 3 };
    expect(() => future.take(text('order'))).toThrow('unknown format');
  });

  it('stays far below 64 KB with everything in it', () => {
    const greedy = compiled(
      flow(
        [
          node('start', 'trigger', anyMessage),
          ...Array.from({ length: 20 }, (_, index) =>
            node(`w${index}`, 'wait_for_reply', { timeoutSeconds: 60, storeAs: `answer${index}` }),
          ),
        ],
        [
          'start -> w0',
          ...Array.from({ length: 19 }, (_, index) => [
            `w${index}.reply -> w${index + 1}`,
            `w${index}.timeout -> w${index + 1}`,
          ]).flat(),
          'w19.reply -> w0',
          'w19.timeout -> w0',
        ],
      ),
    );
    const full = new AutomationPlayer().with('greedy', greedy).with('other', greedy);
    const long = '\u0001'.repeat(1_000);
    for (let session = 0; session < 60; session += 1) {
      for (let message = 0; message < 21; message += 1) full.take(text(long));
      full.take(command('stop', { sessionId: full.sessionId }));
    }
    for (let message = 0; message < 21; message += 1) full.take(text(long));
    expect(readState(full.state).notes.length).toBeGreaterThan(20);
    expect(Buffer.byteLength(JSON.stringify(full.state))).toBeLessThan(60 * 1_024);
  });

  it('forgets the notes of sessions that ended long ago', () => {
    const order = player()
      .take(text('order'))
      .take(text('A-1'))
      .wait(2 * 60 * MINUTE)
      .take(text('order'))
      .take(text('A-2'));
    expect(readState(order.state).notes).toHaveLength(1);
  });
});

it('decides the same about the same', () => {
  const play = () => {
    const menu = player().take(text('hello')).take(text('order')).take(text('A-1'));
    return [menu.last, menu.state];
  };
  expect(play()).toEqual(play());
});
