import { Engine } from 'json-rules-engine';
import { assign, createMachine, initialTransition, transition } from 'xstate';
import { product } from './product.mjs';
import { answerTo, LIMIT, smallTalk } from './small-talk.mjs';

const TEXT = { bytes: 1_000, characters: 1_000 };
const LIMITS = { text: TEXT, buttonText: TEXT, maxButtons: 3, maxQuickReplies: 13, choiceTitleCharacters: 20 };
const CAPABILITIES = { tasks: [], messages: [], triggers: ['dm_message'] };

/** Each gives the answer to a text; a talker forgets everything when `restart` is called. */

/** Parley's engine: timers, trace, effects and all. */
export function engineTalker() {
  const { compileFlow } = product('flows/domain/compile/compile-flow');
  const { advance } = product('flows/domain/engine/advance');
  const { newSession } = product('flows/domain/engine/session-state');
  const { DEFAULT_BOUNDS } = product('flows/domain/engine/flow-env');
  const { flow } = compileFlow(smallTalk, { limits: LIMITS, capabilities: CAPABILITIES });
  const env = { now: 0, contact: {}, config: {}, context: { channel: 'bench' }, hours: null, bounds: DEFAULT_BOUNDS };
  const message = (text) => ({ text, attachmentUrls: [] });
  let state;
  const restart = () => {
    const session = newSession({ sessionId: 'b', versionId: 'v', now: 0 });
    const started = { kind: 'started', triggerNodeId: 'start', message: message(''), trigger: { type: 'dm_message' } };
    ({ state } = advance(flow, session, started, env));
  };
  restart();
  return {
    restart,
    talk: (text) => {
      const result = advance(flow, state, { kind: 'message', message: message(text) }, env);
      state = result.state;
      for (const effect of result.effects) if (effect.kind === 'send') return effect.message.text;
      return '';
    },
  };
}

/** The floor: the same flow as a function written by hand, without timers, trace, limits or templates. */
export function reducerTalker() {
  let state = { at: 'wait', size: '' };
  const reduce = (before, text) => {
    let next = { ...before, at: 'keep', size: text };
    next = { ...next, at: 'big' };
    const big = Number(next.size) >= LIMIT;
    next = { ...next, at: big ? 'no' : 'yes' };
    const effects = [{ kind: 'send', text: answerTo(next.size, big) }];
    return { state: { ...next, at: 'wait' }, effects };
  };
  return {
    restart: () => {
      state = { at: 'wait', size: '' };
    },
    talk: (text) => {
      const result = reduce(state, text);
      ({ state } = result);
      return result.effects[0].text;
    },
  };
}

/** The same flow as a state machine of xstate, by its pure functions. */
export function xstateTalker() {
  const machine = createMachine({
    context: { size: '', answer: '' },
    initial: 'wait',
    states: {
      wait: { on: { reply: { target: 'keep', actions: assign({ size: ({ event }) => event.text }) } } },
      keep: { always: 'big' },
      big: { always: [{ guard: ({ context }) => Number(context.size) >= LIMIT, target: 'no' }, { target: 'yes' }] },
      yes: { entry: assign({ answer: ({ context }) => answerTo(context.size, false) }), always: 'wait' },
      no: { entry: assign({ answer: ({ context }) => answerTo(context.size, true) }), always: 'wait' },
    },
  });
  let [snapshot] = initialTransition(machine);
  return {
    restart: () => {
      [snapshot] = initialTransition(machine);
    },
    talk: (text) => {
      [snapshot] = transition(machine, snapshot, { type: 'reply', text });
      return snapshot.context.answer;
    },
  };
}

/** The decision by json-rules-engine, which knows no states; everything else as in the reducer. */
export function rulesTalker() {
  const engine = new Engine();
  const rule = (operator, type) => ({
    conditions: { all: [{ fact: 'size', operator, value: LIMIT }] },
    event: { type },
  });
  engine.addRule(rule('greaterThanInclusive', 'no'));
  engine.addRule(rule('lessThan', 'yes'));
  return {
    restart: () => {},
    talk: async (text) => {
      const { events } = await engine.run({ size: Number(text) });
      return answerTo(text, events[0].type === 'no');
    },
  };
}
