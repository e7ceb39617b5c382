import type { ChannelLimits } from '../../src/flows/domain/compile/channel-limits';
import { compileFlow } from '../../src/flows/domain/compile/compile-flow';
import type { CompiledFlow } from '../../src/flows/domain/compile/compiled-flow';
import { type FlowCapabilities, MESSAGE_FORMATS } from '../../src/flows/domain/compile/capabilities';
import { TRIGGER_TYPES } from '../../src/flows/domain/triggers/trigger-types';
import { DEFAULT_BOUNDS, type FlowEnv } from '../../src/flows/domain/engine/flow-env';
import type { Scope } from '../../src/flows/domain/template/reference';

/** Instagram's numbers, as a publisher would give them. */
export const LIMITS: ChannelLimits = {
  text: { bytes: 1_000, characters: 1_000 },
  buttonText: { bytes: 1_000, characters: 640 },
  maxButtons: 3,
  maxQuickReplies: 13,
  choiceTitleCharacters: 20,
  commentHours: { post: 7 * 24, live: 4 },
};

/** A system that can do everything. */
export const CAPABILITIES: FlowCapabilities = {
  tasks: [
    'lookup_profile',
    'http_request',
    'detect_intent',
    'ai_reply',
    'ai_agent',
    'update_contact',
    'add_note',
    'create_task',
    'capture_goal',
    'classify_intents',
    'reply_to_comment',
  ],
  messages: MESSAGE_FORMATS,
  triggers: TRIGGER_TYPES,
};

/** A node whose data is written beside its id and type. */
export function node(id: string, type: string, data: Record<string, unknown> = {}) {
  return { id, type, position: { x: 0, y: 0 }, data };
}

/** `'menu.prices -> answer'` leads from the exit `prices`; without a name, from `next`. */
export function edge(spec: string) {
  const [from = '', target = ''] = spec.split(' -> ');
  const [source = '', sourceHandle] = from.split('.');
  return { id: spec, source, target, ...(sourceHandle === undefined ? {} : { sourceHandle }) };
}

export const flow = (nodes: ReturnType<typeof node>[], edges: string[]) => ({ nodes, edges: edges.map(edge) });

export const keywords = (...words: string[]) => ({ match: { mode: 'keywords', keywords: words } });
export const anyMessage = { match: { mode: 'any' } };

/** The artefact of a flow that must be right. */
export function compiled(definition: unknown, limits: ChannelLimits = LIMITS): CompiledFlow {
  const compilation = compileFlow(definition, { limits, capabilities: CAPABILITIES });
  if (!compilation.ok) throw new Error(JSON.stringify(compilation.problems, null, 2));
  return compilation.flow;
}

/** What templates and conditions see, where only some of it matters. */
export function flowScope(scope: Partial<Scope> = {}): Scope {
  return { vars: {}, contact: {}, message: { text: '' }, config: {}, context: {}, time: {}, ...scope };
}

export function flowEnv(env: Partial<FlowEnv> = {}): FlowEnv {
  return { now: 0, contact: {}, config: {}, context: { channel: 'test' }, hours: null, bounds: DEFAULT_BOUNDS, ...env };
}

/** A shop's flow that uses every kind of node. */
export const SHOP = flow(
  [
    node('start', 'trigger', keywords('prices', 'price list')),
    node('lookup', 'lookup_profile', { storeAs: 'profile' }),
    node('menu', 'send_message', {
      text: 'Hi {{ contact.name | default: "there" }}! What would you like to see?',
      buttons: [
        { id: 'shoes', title: 'Shoes' },
        { id: 'person', title: 'A person' },
        { id: 'site', title: 'Our site', url: 'https://example.com' },
      ],
    }),
    node('ask-size', 'send_message', { text: 'Which size?' }),
    node('wait-size', 'wait_for_reply', { timeoutSeconds: 600, storeAs: 'size' }),
    node('big', 'condition', { all: [{ left: 'vars.size', op: 'gte', right: 45 }] }),
    node('mark', 'set_variable', { name: 'note', value: 'size {{ vars.size }}' }),
    node('yes', 'send_message', { text: 'We have {{ vars.note }} in stock.' }),
    node('done', 'end'),
    node('nudge', 'send_message', { text: 'Still there?' }),
    node('agent', 'handoff', {
      reason: 'asks for size {{ vars.size | default: "unknown" }}',
      text: 'A person will write.',
    }),
  ],
  [
    'start -> lookup',
    'lookup -> menu',
    'menu.shoes -> ask-size',
    'menu.person -> agent',
    'ask-size -> wait-size',
    'wait-size.reply -> big',
    'wait-size.timeout -> nudge',
    'big.true -> agent',
    'big.false -> mark',
    'mark -> yes',
    'yes -> done',
  ],
);
