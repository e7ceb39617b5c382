import { z } from 'zod';

export const OPERATIONS = [
  'send',
  'private-reply',
  'sender-action',
  'upload',
  'profile',
  'me',
  'conversations',
  'thread',
  'message',
  'comment-reply',
  'comment',
  'subscription',
  'messenger-profile',
  'token',
] as const;

export const WEBHOOK_KINDS = [
  'message',
  'echo',
  'postback',
  'seen',
  'reaction',
  'edit',
  'unsend',
  'referral',
  'comment',
  'live-comment',
  'mention',
  'optin',
  'thread-control',
] as const;

export type Operation = (typeof OPERATIONS)[number];
export type WebhookKind = (typeof WEBHOOK_KINDS)[number];

const matchSchema = z.strictObject({
  /** Which Graph call; without it a fault of an answer hits `send` and `private-reply`. */
  operation: z.enum([...OPERATIONS, 'any']).optional(),
  /** Which webhook; without it a fault of a webhook hits every kind. */
  webhook: z.enum(WEBHOOK_KINDS).optional(),
  account: z.string().optional(),
  customer: z.string().optional(),
  textContains: z.string().optional(),
});

const common = {
  /** How many times it strikes. */
  count: z.union([z.number().int().positive(), z.literal('always')]).default(1),
  match: matchSchema.default({}),
};

const ms = z.number().int().nonnegative();
const errorShape = {
  status: z.number().int().min(400).max(599).default(400),
  code: z.number().int(),
  subcode: z.number().int().optional(),
  message: z.string().default('Injected error.'),
  transient: z.boolean().default(false),
};

const kind = <K extends string, S extends z.ZodRawShape>(name: K, shape: S) =>
  z.strictObject({ kind: z.literal(name), ...shape, ...common });

export const faultSchema = z.discriminatedUnion('kind', [
  kind('delay-before', { ms }),
  kind('delay-after', { ms }),
  kind('refuse', errorShape),
  kind('rate-limit', { status: z.union([z.literal(400), z.literal(403), z.literal(429)]).default(429) }),
  kind('token-expired', { subcode: z.number().int().default(463) }),
  kind('server-error-before', { status: z.number().int().min(500).max(599).default(500) }),
  kind('server-error-after', { status: z.number().int().min(500).max(599).default(500) }),
  kind('answer-error', errorShape),
  kind('timeout-before', { how: z.enum(['hang', 'reset']).default('hang') }),
  kind('timeout-after', { how: z.enum(['hang', 'reset', 'cut']).default('hang') }),
  kind('early-echo', { waitMs: ms.default(10_000) }),
  kind('late-in-thread', { ms }),
  kind('usage', { callCount: z.number().int().min(0), regainMinutes: z.number().int().min(0).default(0) }),
  kind('duplicate-webhook', { times: z.number().int().min(1).default(1) }),
  kind('reorder-webhooks', { size: z.number().int().min(2).default(2) }),
  kind('hold-webhooks', {}),
  kind('delay-webhook', { ms }),
  kind('lose-webhook', {}),
  kind('lost-echo', {}),
  kind('bad-signature', {}),
]);

export type Fault = z.infer<typeof faultSchema>;
export type FaultInput = z.input<typeof faultSchema>;
export type FaultKind = Fault['kind'];
export type FaultOf<K extends FaultKind> = Extract<Fault, { kind: K }>;
export type FaultMatch = Fault['match'];

/** What a fault's matcher is held against. */
export interface FaultFacts {
  readonly operation?: Operation;
  readonly webhook?: WebhookKind;
  readonly account?: string;
  readonly customer?: string;
  readonly text?: string;
}

const WEBHOOK_FAULTS: ReadonlySet<FaultKind> = new Set<FaultKind>([
  'duplicate-webhook',
  'reorder-webhooks',
  'hold-webhooks',
  'delay-webhook',
  'lose-webhook',
  'lost-echo',
  'bad-signature',
]);

const MESSAGE_OPERATIONS: ReadonlySet<string> = new Set<Operation>(['send', 'private-reply']);

/** Whether this fault strikes here. */
export function strikes(fault: Fault, facts: FaultFacts): boolean {
  const { match } = fault;
  const placed = WEBHOOK_FAULTS.has(fault.kind) ? strikesWebhook(fault, facts) : strikesOperation(match, facts);
  return (
    placed &&
    (match.account === undefined || match.account === facts.account) &&
    (match.customer === undefined || match.customer === facts.customer) &&
    (match.textContains === undefined || (facts.text?.includes(match.textContains) ?? false))
  );
}

function strikesWebhook(fault: Fault, facts: FaultFacts): boolean {
  if (facts.webhook === undefined) return false;
  const wanted = fault.kind === 'lost-echo' ? 'echo' : fault.match.webhook;
  return wanted === undefined || wanted === facts.webhook;
}

function strikesOperation(match: FaultMatch, facts: FaultFacts): boolean {
  if (facts.operation === undefined) return false;
  if (match.operation === undefined) return MESSAGE_OPERATIONS.has(facts.operation);
  return match.operation === 'any' || match.operation === facts.operation;
}
