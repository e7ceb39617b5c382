import type { JsonObject, TurnEvent } from '../../conversations';
import type { CompiledTrigger, TriggerFacts } from '../../flows';
import type { ActiveInstance } from './active-instance';
import { sessionOfEffect } from './timeline';
import { startSession } from './start-session';
import type { TurnRun } from './turn-run';

type Command = Extract<TurnEvent, { kind: 'command' }>;

/** What `start` brings along; the other commands name the session that is meant as `sessionId`. */
export interface StartData {
  instanceId: string;
  /** By a person of the workspace, or by a program of theirs. */
  on: 'manual' | 'api';
  /** In place of what the person would have written. */
  text?: string;
  ref?: string;
}

/** What a person, or a program of theirs, wants of the automation. Under a hold nothing is said for it. */
export function obey(run: TurnRun, event: Command): void {
  switch (event.command) {
    case 'pause':
      return pause(run, event);
    case 'stop':
      return stop(run, event);
    case 'resume':
      return resume(run, event);
    case 'start':
      return start(run, event);
    case 'undelivered':
      return endUnheard(run, event);
    case 'draft':
      // That it waits is all there is to know.
      return run.silent('not_awaited');
    case 'followup':
      // Follow-ups have their own door, and have taken it.
      return run.silent('not_possible');
  }
}

/** What the person has never seen, they cannot answer. */
function endUnheard(run: TurnRun, { data }: Command): void {
  const { running } = run;
  const { sendId, reason } = data;
  if (running === null || typeof sendId !== 'string' || sessionOfEffect(sendId) !== running.flow.sessionId)
    return run.silent('not_possible');
  const why = typeof reason === 'string' ? reason : 'refused';
  run.close(running, 'failed', `the answer to the comment could not be delivered: ${why}`);
  run.came('stopped');
}

/** Until a person lets it go on: the end of a hold does not. */
function pause(run: TurnRun, event: Command): void {
  const { running } = run;
  if (running === null || !isMeant(event, running.flow.sessionId) || running.pausedBy === 'person')
    return run.silent('not_possible');
  run.pause(running, 'person');
  run.came('paused');
}

function stop(run: TurnRun, event: Command): void {
  const { running } = run;
  if (running === null || !isMeant(event, running.flow.sessionId)) return run.silent('not_possible');
  run.close(running, 'stopped', 'stopped by a person');
  run.came('stopped');
}

function resume(run: TurnRun, event: Command): void {
  const { running } = run;
  if (running === null || !isMeant(event, running.flow.sessionId) || running.flow.status !== 'paused')
    return run.silent('not_possible');
  if (run.turn.held) return run.pause(running, 'hold');
  run.give(running, { kind: 'resumed' });
  run.came('resumed');
}

function start(run: TurnRun, event: Command): void {
  const { instanceId, on, text = '', ref } = event.data as unknown as StartData;
  if (run.turn.held) return run.silent('held');
  const instance = run.instance(instanceId);
  const trigger = instance === undefined ? undefined : triggerFor(instance, on, ref);
  if (instance === undefined || trigger === undefined) return run.silent('not_possible');
  const facts: TriggerFacts = { type: on, ...(ref === undefined ? {} : { ref }) };
  startSession(run, instance, {
    eventId: event.eventId,
    triggerNodeId: trigger.nodeId,
    message: { text, attachmentUrls: [] },
    trigger: facts,
  });
}

/** A trigger made for this; a person may start a flow also at its first trigger, a program may not. */
export function triggerFor({ runs }: ActiveInstance, on: StartData['on'], ref?: string): CompiledTrigger | undefined {
  const triggers = runs?.flow.triggers ?? [];
  const made = triggers.find(
    (it) => it.on === on && (it.refs.length === 0 || (ref !== undefined && it.refs.includes(ref))),
  );
  return made ?? (on === 'manual' ? triggers[0] : undefined);
}

function isMeant({ data }: { data: JsonObject }, sessionId: string): boolean {
  return data['sessionId'] === sessionId;
}
