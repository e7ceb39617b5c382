import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SimulatorCore } from '../core';
import type { FaultFacts, Operation } from '../faults/fault';
import { planFaults } from '../faults/fault-plan';
import type { FaultPlan, TimeoutHow } from '../faults/fault-plan';
import { BrokenRule } from '../rules/broken-rule';
import { RULES } from '../rules/rules';
import type { SendAnswer } from '../world/model';
import { authenticate, requirePermission } from './auth';
import type { Caller } from './auth';
import type { CallEntry } from './call-log';
import { GraphError } from './graph-error';
import { Params } from './params';
import { usageHeaders } from './usage-meter';

/** One authorised call, as the routes see it. */
export interface GraphCall {
  readonly core: SimulatorCore;
  readonly caller: Caller;
  readonly params: Params;
  /** The first path segment: `me` or an id. */
  readonly node: string;
  /** The address as it was called. */
  readonly href: string;
  readonly plan: FaultPlan;
  /** Settles when the answer has left, or the connection is gone. */
  readonly answered: Promise<void>;
}

export interface GraphResult {
  readonly body: unknown;
  /** Told once what became of the answer. */
  readonly settled?: (answer: SendAnswer) => void;
}

export type CallTarget = Pick<GraphCall, 'core' | 'params' | 'node'>;

export interface CallFacts extends FaultFacts {
  readonly operation: Operation;
}

export interface GraphRoute {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: string;
  /** What kind of call this is and what fault matchers may look at. */
  readonly describe: (call: CallTarget) => CallFacts;
  readonly permission: string;
  readonly perform: (call: GraphCall) => GraphResult | Promise<GraphResult>;
}

/** Authenticates, logs, lets faults strike, performs, answers. */
export async function handleGraphCall(
  core: SimulatorCore,
  route: GraphRoute,
  request: FastifyRequest<{ Params: { node?: string } }>,
  reply: FastifyReply,
): Promise<unknown> {
  const params = Params.of(request);
  const node = request.params.node ?? 'me';
  const facts = route.describe({ core, params, node });
  const entry = logCall(core, request, reply, facts.operation);
  try {
    const caller = authenticate(core, request, params);
    entry.account = caller.account.id;
    requirePermission(caller, route.permission);
    const plan = planFaults(core.faults, { ...facts, account: caller.account.id });
    const usage = plan.usage ?? core.usage.count(caller.account.id, core.clock.now());
    void reply.headers(usageHeaders(caller.account.id, usage));
    const href = `${request.protocol}://${request.host}${request.originalUrl}`;
    return await runPlan(route, { core, caller, params, node, href, plan, answered: answerLeft(reply) }, reply);
  } catch (error) {
    const refused = refusalOf(error, core);
    entry.errorCode = refused.facts.code;
    throw refused;
  }
}

async function runPlan(route: GraphRoute, call: GraphCall, reply: FastifyReply): Promise<unknown> {
  const { plan } = call;
  if (plan.delayBeforeMs > 0) await pause(plan.delayBeforeMs, undefined, { ref: false });
  if (plan.refusal) throw new GraphError(plan.refusal);
  if (plan.timeoutBefore) return cutOff(reply, plan.timeoutBefore, null);
  return answer(reply, plan, await route.perform(call));
}

/** Whatever went wrong, as Graph would say it; a fault of the simulator itself names its cause. */
export function refusalOf(error: unknown, core: SimulatorCore): GraphError {
  if (error instanceof GraphError) return error;
  if (error instanceof BrokenRule) {
    const throttled = RULES[error.rule].code === 613;
    return GraphError.broken(error.rule, throttled ? core.settings.rateLimitStatus : undefined);
  }
  return new GraphError({ status: 500, code: 1, message: `An unknown error occurred: ${String(error)}` });
}

async function answer(reply: FastifyReply, plan: FaultPlan, { body, settled }: GraphResult): Promise<unknown> {
  if (plan.delayAfterMs > 0) await pause(plan.delayAfterMs, undefined, { ref: false });
  if (plan.answerError) {
    settled?.('error');
    throw new GraphError(plan.answerError);
  }
  if (plan.timeoutAfter) {
    settled?.(plan.timeoutAfter === 'hang' ? 'hung' : 'reset');
    return cutOff(reply, plan.timeoutAfter, body);
  }
  if (reply.raw.destroyed) settled?.('client-gone');
  else reply.raw.once('finish', () => settled?.('answered'));
  return body;
}

/** Never answers: stays silent, resets the connection, or breaks off in the middle of the answer. */
function cutOff(reply: FastifyReply, how: TimeoutHow, body: unknown): FastifyReply {
  reply.hijack();
  if (how === 'reset') reply.raw.socket?.resetAndDestroy();
  if (how === 'cut') {
    const text = JSON.stringify(body);
    reply.raw.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
    reply.raw.write(text.slice(0, Math.ceil(text.length / 2)), () => reply.raw.socket?.destroy());
  }
  return reply;
}

const answerLeft = (reply: FastifyReply): Promise<void> =>
  new Promise((resolve) => {
    if (reply.raw.destroyed) resolve();
    reply.raw.once('finish', resolve);
    reply.raw.once('close', resolve);
  });

function logCall(
  core: SimulatorCore,
  request: FastifyRequest,
  reply: FastifyReply,
  operation: CallFacts['operation'],
): CallEntry {
  const entry = core.calls.append({
    method: request.method,
    path: request.originalUrl.split('?')[0] ?? '',
    operation,
    account: null,
    at: core.clock.now(),
    status: null,
    errorCode: null,
  });
  reply.raw.once('finish', () => {
    entry.status = reply.raw.statusCode;
  });
  return entry;
}
