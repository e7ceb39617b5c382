import type { AiReplyFact, FollowupFact, SessionFact } from '../../../automation';
import type { Goal, OutcomeFact } from '../../../crm';
import type { CommentFact } from '../../../instagram';
import { type Cell, Tally } from './counts';
import type { CountingWorld } from './counting-world';
import { safeLabel } from './label-book';

const CENTS = 100;

/** A run counts for the day on which it began, a goal for the day on which it was reached. */
export function sessionCells(session: SessionFact, { calendar, labels }: CountingWorld): Cell[] {
  const tally = new Tally();
  const day = calendar.at(session.startedAt.getTime()).day;
  const { versionId, status, visits = [], goals = [], lastNodeId } = session;
  const template = labels.aliasOf('template', session.templateId);
  const automation = labels.aliasOf('automation', session.instanceId);
  for (const place of ['ses', `tp:${template}`, `au:${automation}`]) {
    tally.add(day, `${place}:started`);
    tally.add(day, `${place}:${status}`);
    if (goals.length > 0) tally.add(day, `${place}:with-goal`);
  }
  tally.add(day, 'started', 1, versionId);
  tally.add(day, `status:${status}`, 1, versionId);
  for (const { nodeId, entered } of visits) tally.add(day, `node:${safeLabel(nodeId)}`, entered, versionId);
  if (lastNodeId !== undefined) tally.add(day, `last:${status}:${safeLabel(lastNodeId)}`, 1, versionId);
  for (const { goal, nodeId, at } of goals) {
    tally.add(day, `goal:${safeLabel(nodeId)}`, 1, versionId);
    const reached = calendar.at(at.getTime()).day;
    tally.add(reached, `goal:${safeLabel(goal)}:reached`);
    tally.add(reached, `tpg:${template}:${safeLabel(goal)}`);
  }
  return tally.cells();
}

/** Attempts are goals that were begun, whatever became of them. */
export function outcomeCells(goal: Goal, fact: OutcomeFact, { calendar }: CountingWorld): Cell[] {
  const tally = new Tally();
  tally.add(calendar.at(fact.createdAt.getTime()).day, `goal:${goal}:attempts`);
  if (fact.status === 'open' || fact.closedAt === undefined) return tally.cells();
  const day = calendar.at(fact.closedAt.getTime()).day;
  tally.add(day, `goal:${goal}:${fact.status}`);
  if (fact.status === 'completed') tally.add(day, `goal:${goal}:cents`, Math.round((fact.value ?? 0) * CENTS));
  return tally.cells();
}

export function commentCells(fact: CommentFact, { calendar, labels }: CountingWorld): Cell[] {
  const tally = new Tally();
  const { day } = calendar.at(fact.createdAt.getTime());
  tally.add(day, `com:${fact.status}`);
  if (fact.status !== 'sent' && fact.reason !== undefined)
    tally.add(day, `comr:${labels.aliasOf('failure', fact.reason)}`);
  return tally.cells();
}

/** Planned on one day, ended on another; a reply counts for the day on which the follow-up went out. */
export function followupCells(fact: FollowupFact, { calendar }: CountingWorld): Cell[] {
  const tally = new Tally();
  tally.add(calendar.at(fact.plannedAt.getTime()).day, 'fu:planned');
  const ended = fact.sentAt ?? fact.endedAt;
  if (fact.status === 'scheduled' || ended === null) return tally.cells();
  const { day } = calendar.at(ended.getTime());
  tally.add(day, `fu:${fact.status}`);
  if (fact.reason !== null) tally.add(day, `fur:${safeLabel(fact.reason)}`);
  if (fact.status !== 'sent') return tally.cells();
  tally.add(day, `fuk:${safeLabel(fact.kind)}:sent`);
  if (fact.repliedAt === null) return tally.cells();
  tally.add(day, 'fu:replied');
  tally.add(day, `fuk:${safeLabel(fact.kind)}:replied`);
  return tally.cells();
}

/** Backed: it cites something of the knowledge base. */
export function aiReplyCells(fact: AiReplyFact, { calendar, labels }: CountingWorld): Cell[] {
  const tally = new Tally();
  const { day } = calendar.at(fact.at.getTime());
  const results = fact.steps.flatMap(({ versionId, event }) => {
    const value = event.outcome?.value;
    return value === undefined ? [] : [{ versionId, ...value }];
  });
  tally.add(day, fact.event.ok === true ? 'kb:replies' : 'kb:failed');
  if (fact.event.ok !== true) return tally.cells();
  const cited = new Set(results.flatMap(({ citations = [] }) => citations.map(({ itemId }) => itemId)));
  if (cited.size > 0) tally.add(day, 'kb:backed');
  if (results.some(({ escalate }) => escalate === true)) tally.add(day, 'kb:escalated');
  for (const itemId of cited) tally.add(day, `topic:${labels.aliasOf('topic', itemId)}`);
  for (const { versionId, usage } of results) tally.add(day, 'tokens', tokensOf(usage), versionId);
  return tally.cells();
}

const tokensOf = (usage: { promptTokens: number; completionTokens: number } | undefined): number =>
  usage === undefined ? 0 : usage.promptTokens + usage.completionTokens;
