import type { JsonObject, TurnInput } from '../../conversations';
import {
  advance,
  type ChannelLimits,
  closeSession,
  DEFAULT_BOUNDS,
  type EndStatus,
  type FlowEffect,
  type FlowEnv,
  type FlowEvent,
  moveSession,
  newSession,
  pauseSession,
  type StimulusComment,
  type TraceEntry,
} from '../../flows';
import { DomainError, stableId } from '../../shared/kernel';
import {
  type CommentMemory,
  type CommentNote,
  NO_COMMENTS,
  postOf,
  withAnswered,
  withNote,
} from './comments/comment-memory';
import { commentStep, openComment, type PrivateReply } from './comments/open-comment';
import { type ActiveInstance, type AutomationContext, flowKey, type Runnable } from './active-instance';
import { type AutomationRun, type AutomationState, readState, withRun } from './automation-state';
import type { PauseReason, SessionAct, SilenceReason, StepBasis, TurnExplanation, TurnOutcome } from './explanation';

/**
 * The work on one event: the state so far, what is wanted, and why. It is the only place that touches sessions. Lives no
 * longer than one call of `decideTurn`.
 */
export class TurnRun {
  readonly before: AutomationState;
  state: AutomationState;
  readonly effects: FlowEffect[] = [];
  readonly explanation: TurnExplanation;
  /** Sends that answer a comment. */
  readonly privateReplies: PrivateReply[] = [];
  /** What is answered was said before this event. */
  answersSaid = false;
  /** Sends that follow somebody up. */
  readonly followupSends = new Set<string>();
  /** Sends of earlier turns that are pointless now. */
  readonly calledOff: string[] = [];

  constructor(
    readonly context: AutomationContext,
    readonly turn: TurnInput,
  ) {
    this.before = readState(turn.state);
    this.state = this.before;
    this.explanation = { outcome: 'silent', held: turn.held, considered: [], steps: [] };
  }

  get now(): number {
    return this.turn.now.getTime();
  }

  get running(): AutomationRun | null {
    return this.state.running;
  }

  came(outcome: Exclude<TurnOutcome, 'silent'>): void {
    this.explanation.outcome = outcome;
  }

  /** What has come of the event before stays: a session may have gone on, and its event have come to nothing. */
  silent(reason: SilenceReason): void {
    if (this.explanation.outcome === 'silent') this.explanation.reason = reason;
  }

  instance(id: string): ActiveInstance | undefined {
    return this.context.instances.find((it) => it.id === id);
  }

  /** A new run of an automation; nothing has happened to it yet. */
  newRun(
    { id, templateId, versionId, version }: ActiveInstance,
    eventId: string,
    comment: StimulusComment | undefined,
  ): AutomationRun {
    const flow = newSession({ sessionId: stableId(eventId, id), versionId, now: this.now });
    const run: AutomationRun = { instanceId: id, templateId, version, revision: 1, explained: 0, flow };
    if (comment === undefined) return run;
    this.changeComments((memory) => withAnswered(memory, { instanceId: id, mediaId: postOf(comment) }));
    return { ...run, comment: openComment(comment, this.limitsOf(run)) };
  }

  noteComment(note: Omit<CommentNote, 'at'>): void {
    this.changeComments((memory) => withNote(memory, { ...note, at: this.now }));
  }

  noteSkipped(comment: StimulusComment, reason: string): void {
    this.noteComment({ commentId: comment.id, status: 'skipped', reason });
  }

  /** Gives the event to a session; false when it has no use for it, though it may have ended by it. */
  give(run: AutomationRun, event: FlowEvent): boolean {
    const runnable = this.runnableOf(run.instanceId, run.flow.versionId);
    if (runnable === null) return false;
    const env = this.envOf(run, runnable);
    const step = advance(runnable.flow, run.flow, event, env);
    const isIgnored = !step.handled && step.state.status === run.flow.status;
    if (!isIgnored) this.save(run, { ...run, flow: step.state, ...lastNode(step.trace) }, event, step, env);
    return step.handled;
  }

  /** Whether the session would take the event. */
  awaits(run: AutomationRun, event: FlowEvent): boolean {
    const runnable = this.runnableOf(run.instanceId, run.flow.versionId);
    return runnable !== null && advance(runnable.flow, run.flow, event, this.envOf(run, runnable)).handled;
  }

  /** Paused already, it only gets another reason. */
  pause(run: AutomationRun, by: PauseReason): void {
    const step = run.flow.status === 'paused' ? { state: run.flow, effects: [] } : pauseSession(run.flow, this.now);
    this.save(run, { ...run, flow: step.state, pausedBy: by }, { kind: 'paused', by }, step);
  }

  close(run: AutomationRun, status: EndStatus, reason: string): void {
    const step = closeSession(run.flow, status);
    this.save(run, { ...run, flow: step.state }, { kind: 'closed', status, reason }, step);
  }

  /** Ends the open session, if there is one, to make room for another. */
  supersede(reason: string): void {
    if (this.running !== null) this.close(this.running, 'superseded', reason);
  }

  /** To the newer version of its automation, if that wants running sessions and this one finds its place there. */
  moveIfDue(run: AutomationRun): void {
    const instance = this.instance(run.instanceId);
    if (instance === undefined || !instance.movesSessions || instance.version <= run.version) return;
    const { versionId, version, runs } = instance;
    const flow = runs === null ? null : moveSession({ versionId, flow: runs.flow }, run.flow);
    if (flow === null) return;
    const fromVersionId = run.flow.versionId;
    const movedFrom = [...(run.movedFrom ?? []), fromVersionId];
    const act: SessionAct = { kind: 'moved', fromVersionId, toVersionId: versionId };
    this.save(run, { ...run, version, flow, movedFrom }, act, { effects: [] });
  }

  armTimer(timerId: string, dueAt: number): void {
    this.effects.push({ kind: 'arm-timer', id: timerId, dueAt });
  }

  cancelTimer(timerId: string): void {
    this.effects.push({ kind: 'cancel-timer', timerId });
  }

  askFor(task: { id: string; task: string; input: JsonObject }): void {
    this.effects.push({ kind: 'task', ...task });
  }

  /** Null for a version that cannot be run. @throws DomainError when the context was prepared for another state */
  runnableOf(instanceId: string, versionId: string): Runnable | null {
    const runnable = this.context.flows.get(flowKey(instanceId, versionId));
    if (runnable !== undefined) return runnable;
    const details = { versionId };
    const message = 'The flow of a session was not prepared for this turn.';
    throw new DomainError('AUTOMATION.CONTEXT_STALE', 'internal', message, { details });
  }

  /** `env` absent: the step saw nothing but the session. */
  private save(
    before: AutomationRun,
    after: AutomationRun,
    event: FlowEvent | SessionAct,
    step: { effects: FlowEffect[]; trace?: TraceEntry[]; handled?: boolean },
    env?: FlowEnv,
  ): void {
    const { basis, basisHash } = this.basisOf(before, env);
    const run = { ...after, explained: before.explained + 1, ...(basisHash === undefined ? {} : { basisHash }) };
    if (run.flow.status !== 'paused') delete run.pausedBy;
    this.answerComment(run, event, step.effects);
    this.state = withRun(this.state, before, run, this.now);
    this.effects.push(...step.effects);
    this.explanation.steps.push({
      sessionId: before.flow.sessionId,
      instanceId: before.instanceId,
      versionId: before.flow.versionId,
      sequence: before.explained,
      event,
      basis,
      handled: step.handled ?? true,
      trace: step.trace ?? [],
      effects: step.effects.map(briefOf),
      effectsHash: hashOfEffects(step.effects),
      status: run.flow.status,
    });
  }

  /** What the step means for the comment that the session began with. */
  private answerComment(run: AutomationRun, event: FlowEvent | SessionAct, effects: readonly FlowEffect[]): void {
    if (run.comment === undefined) return;
    const { id: commentId, until } = run.comment;
    const { open, reply, note } = commentStep(run.comment, { event, effects, after: run.flow });
    if (open === undefined) delete run.comment;
    if (reply !== undefined) this.privateReplies.push({ ...reply, limits: this.limitsOf(run) });
    if (note !== undefined) this.noteComment({ commentId, instanceId: run.instanceId, until, ...note });
  }

  private limitsOf({ instanceId, flow }: AutomationRun): ChannelLimits | null {
    return this.runnableOf(instanceId, flow.versionId)?.flow.limits ?? null;
  }

  private changeComments(change: (memory: CommentMemory) => CommentMemory): void {
    this.state = { ...this.state, comments: change(this.state.comments ?? NO_COMMENTS) };
  }

  private basisOf(run: AutomationRun, env?: FlowEnv): { basis: StepBasis; basisHash?: string } {
    if (env === undefined) return { basis: { now: this.now } };
    const { now, contact, context, config, hours } = env;
    const basisHash = stableId('basis', JSON.stringify([config, hours]));
    const seen = { now, contact: contact as JsonObject, context };
    if (basisHash === run.basisHash) return { basis: seen, basisHash };
    return { basis: { ...seen, config, hours: hours as JsonObject | null }, basisHash };
  }

  private envOf({ flow: { sessionId } }: AutomationRun, { flow, config }: Runnable): FlowEnv {
    const { contact, facts, hours } = this.context;
    const { participant = {} } = this.turn.lane;
    const known = flow.reads.contact && contact !== null ? { ...participant, ...contact } : participant;
    const earlier = this.before.ended !== null && this.before.ended.flow.sessionId !== sessionId;
    return {
      now: this.now,
      contact: known,
      config,
      context: { ...facts, returning: facts.returning ?? earlier },
      hours,
      bounds: DEFAULT_BOUNDS,
    };
  }
}

export function hashOfEffects(effects: readonly FlowEffect[]): string {
  return stableId('effects', JSON.stringify(effects));
}

function briefOf(effect: FlowEffect): TurnExplanation['steps'][number]['effects'][number] {
  if (effect.kind === 'cancel-timer') return { id: effect.timerId, kind: effect.kind };
  if (effect.kind === 'task') return { id: effect.id, kind: effect.kind, detail: effect.task };
  return { id: effect.id, kind: effect.kind };
}

function lastNode(trace: readonly TraceEntry[]): { lastNodeId?: string } {
  const entered = trace.findLast((entry) => entry.kind === 'entered');
  return entered === undefined ? {} : { lastNodeId: entered.nodeId };
}
