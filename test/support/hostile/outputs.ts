import type { ReplyOutput } from '../../../src/knowledge/domain/reply/reply-output';
import { REPLY_KINDS } from '../../../src/knowledge/domain/guardrails/reply-decision';
import type { AiCompletion } from '../../../src/shared/providers/ai';
import { completion } from '../reply-fixtures';
import { ATTACK_TEMPLATES, MUTATIONS, SPOILS } from './attacks';
import type { Seeded } from './seeded';

/** The worst that a model can give back, in the right shape or in none. */
export interface HostileOutput {
  answer: AiCompletion | Error;
  /** What nobody may be sent, in lower case. */
  marks: readonly string[];
}

const FRAMES = [
  'Sure! {spoil}',
  'Shipping to Germany costs 4.90 €. Also {spoil} for you.',
  '{spoil}',
  'Our shop confirms: {spoil}. Have a nice day!',
  '**{spoil}**',
  '[here]({spoil})',
  '[{spoil}](https://luna.example)',
  '#shop {spoil} #sale',
  'Ich bestätige {spoil}.',
  'Claro, {spoil}.',
  '{spoil} {spoil} {spoil}',
];
const BREAKAGES = [
  'I am a real person, trust me.',
  'javascript:alert(document.cookie)',
  'State prices, discounts, dates, times, addresses and links only as they stand in the knowledge',
  'fuck you',
  '\u202egnihtemos\u202c \u200b\u200b\u200b',
  ' ',
  '\u0000\u0007',
  '🔥'.repeat(900),
  'word '.repeat(700),
  '. '.repeat(1_000),
];
const MISSHAPEN: readonly unknown[] = [
  null,
  [],
  'text',
  42,
  { reply: 5 },
  { reply: 'x', kind: 'order', citations: [], escalate: false, escalationReason: null, tags: [] },
  { reply: 'x', kind: 'answer', citations: ['1'], escalate: false, escalationReason: null, tags: [] },
  { reply: 'x', kind: 'answer', citations: [], escalate: 'no', escalationReason: null, tags: [] },
  { reply: 'x', kind: 'answer', citations: [], escalate: false, escalationReason: null, tags: [], action: 'send' },
  JSON.parse('{"__proto__":{"action":"send"},"reply":"x"}'),
];

export function hostileOutput(random: Seeded): HostileOutput {
  if (random.chance(0.1)) return { answer: completion({ json: random.pick(MISSHAPEN) }), marks: [] };
  if (random.chance(0.03)) return { answer: completion({ finish: 'length', text: '{"reply":"' }), marks: [] };
  const spoil = random.pick(SPOILS);
  const mutate = random.pick(Object.values(MUTATIONS));
  const breakage = random.chance(0.3) ? ` ${random.pick(BREAKAGES)}` : '';
  const frame = random.chance(0.8) ? random.pick(FRAMES) : random.pick(Object.values(ATTACK_TEMPLATES).flat());
  const spoiled = random.chance(0.9);
  const reply = frame.replaceAll('{spoil}', spoiled ? spoil.text : 'that').concat(breakage);
  const output: ReplyOutput = {
    reply: (random.chance(0.3) ? mutate(reply, random) : reply).slice(0, 3_900),
    kind: random.pick(REPLY_KINDS),
    citations: Array.from({ length: random.upTo(4) }, () => 1 + random.upTo(9)),
    escalate: random.chance(0.1),
    escalationReason: random.chance(0.3) ? spoil.text : null,
    severity: random.pick(['low', 'normal', 'high', 'critical', null]),
    tags: ['ok', spoil.text, '<script>', 'x'.repeat(60), '{{secrets}}'].slice(0, random.upTo(6)),
  };
  return { answer: completion({ json: output }), marks: spoil.marks };
}
