import type { SimulatorCore } from '../core';
import { LIMITS } from '../rules/rules';
import type { Comment, Customer } from '../world/model';
import type { World } from '../world/world';
import type { ThreadView } from './views';

export function threadView({ world, clock }: SimulatorCore, customer: Customer): ThreadView {
  const thread = world.threads.get(customer.id) ?? null;
  const lastAct = thread?.lastQualifyingActAt ?? null;
  return {
    customer,
    thread,
    messages: world.messagesOf(customer.id),
    comments: commentsAround(world, customer),
    windowClosesAt: lastAct === null ? null : lastAct + LIMITS.windowMs,
    now: clock.now(),
  };
}

function commentsAround(world: World, { id }: Customer): Comment[] {
  const all = [...world.comments.values()];
  const own = new Set(all.filter(({ fromId }) => fromId === id).map((comment) => comment.id));
  return all.filter((comment) => own.has(comment.id) || own.has(comment.parentId ?? ''));
}
