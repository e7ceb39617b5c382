import { compileFlow } from '../../src/flows/domain/compile/compile-flow';
import type { CompiledFlow } from '../../src/flows/domain/compile/compiled-flow';
import type { FlowMessageIn, TriggerFacts } from '../../src/flows/domain/engine/event';
import type { ContactView, FlowEnv } from '../../src/flows/domain/engine/flow-env';
import type { TimerReason } from '../../src/flows/domain/engine/session-state';
import type { SessionStatus } from '../../src/flows/domain/engine/session-status';
import type { TraceEntry } from '../../src/flows/domain/engine/trace';
import { parseDuration } from '../../src/flows/domain/flow-test/duration';
import type { JsonObject } from '../../src/flows/domain/json';
import { CAPABILITIES, type flow, LIMITS } from './flow-fixtures';
import { FlowPlayer, says } from './flow-player';

type Definition = ReturnType<typeof flow> & { settings?: JsonObject };

/** What must hold after the line before. Objects are compared in the parts that are named. */
export interface TranscriptExpectation {
  status?: SessionStatus;
  /** Node and kind of the wait; for a timer, why and how long from now. */
  awaits?: { node: string; kind: 'choice' | 'reply' | 'task' | 'timer'; why?: TimerReason; for?: string } | null;
  vars?: JsonObject;
  contact?: ContactView;
  goals?: string[];
  outcome?: string | null;
  /** Titles of the last message's buttons, quick replies and card buttons. */
  choices?: string[];
  /** The last message. */
  message?: Record<string, unknown>;
  /** Inputs of the latest tasks of that name, newest last. */
  asked?: { task: string; input: Record<string, unknown> }[];
  handoff?: Record<string, unknown>;
  /** Entries of the trace since the last expectation, in this order, perhaps with others between them. */
  trace?: Partial<TraceEntry & Record<string, unknown>>[];
  /** Whether the last event was of use. */
  handled?: boolean;
  /** Timers still to fire. */
  timers?: number;
}

export type TranscriptLine =
  | { start: string | FlowMessageIn; by?: TriggerFacts; at?: string }
  | { say: string }
  | { attach: string; say?: string }
  /** A choice that was shown, by its title. */
  | { tap: string }
  /** Time in which timers fire. */
  | { pass: string }
  | { task: string; ok: JsonObject }
  | { task: string; error: string }
  | { person: 'pauses' | 'resumes' | 'stops' }
  /** The session moves to another version. */
  | { publish: Definition; moves: boolean }
  /** All texts that the bot has sent since the last such line; `[]` is silence. */
  | { bot: string | string[] }
  | { expect: TranscriptExpectation };

export interface Transcript {
  title: string;
  flow: Definition;
  env?: Partial<FlowEnv>;
  sessionId?: string;
  talk: TranscriptLine[];
}

export function compiledTranscript({ title, flow: definition }: Pick<Transcript, 'title' | 'flow'>): CompiledFlow {
  const compilation = compileFlow(definition, { limits: LIMITS, capabilities: CAPABILITIES });
  if (!compilation.ok) throw new Error(`${title}: ${JSON.stringify(compilation.problems, null, 2)}`);
  return compilation.flow;
}

/** Plays it line by line; a line that does not hold throws, with its number. */
export function playTranscript(transcript: Transcript): FlowPlayer {
  const player = new FlowPlayer(compiledTranscript(transcript), transcript.env, transcript.sessionId);
  const reader = new Reader(player);
  transcript.talk.forEach((line, index) => {
    try {
      if ('bot' in line) expect(reader.newTexts()).toEqual([line.bot].flat());
      else if ('expect' in line) reader.check(line.expect);
      else happen(player, line);
    } catch (error) {
      throw new Error(`line ${index + 1}: ${JSON.stringify(line)}\n${(error as Error).message}`, { cause: error });
    }
  });
  return player;
}

type Happening = Exclude<TranscriptLine, { bot: unknown } | { expect: unknown }>;

function happen(player: FlowPlayer, line: Happening): void {
  if ('start' in line) player.start(line.start, line.at, line.by);
  else if ('attach' in line) player.say(line.say ?? '', line.attach);
  else if ('say' in line) player.play({ kind: 'message', message: says(line.say) });
  else if ('tap' in line) tapTitle(player, line.tap);
  else if ('pass' in line) player.pass(durationOf(line.pass));
  else if ('task' in line) finishTask(player, line);
  else if ('publish' in line)
    expect(player.move(compiledTranscript({ title: 'next', flow: line.publish }))).toBe(line.moves);
  else
    ({ pauses: () => player.pause(), resumes: () => player.resume(), stops: () => player.close('stopped') })[
      line.person
    ]();
}

function durationOf(source: string): number {
  const ms = parseDuration(source);
  if (ms === null) throw new Error(`"${source}" is no duration`);
  return ms;
}

/** The latest choice with that title, also when its message is old. */
function tapTitle(player: FlowPlayer, title: string): void {
  const shown = player.messages.flatMap(({ buttons, quickReplies, cards = [] }) => [
    ...buttons,
    ...quickReplies,
    ...cards.flatMap((card) => card.buttons),
  ]);
  const payload = shown.findLast((choice) => choice.title === title && choice.payload !== undefined)?.payload;
  const [, sessionId, nodeId, choiceId] = payload?.split(':') ?? [];
  if (sessionId === undefined || nodeId === undefined || choiceId === undefined)
    throw new Error(`"${title}" was not shown`);
  player.play({ kind: 'choice', choice: { sessionId, nodeId, choiceId }, title });
}

function finishTask(player: FlowPlayer, line: Extract<Happening, { task: string }>): void {
  const task = player.effects.findLast((effect) => effect.kind === 'task' && effect.task === line.task);
  if (task?.kind !== 'task') throw new Error(`the task ${line.task} was not asked for`);
  const outcome = 'ok' in line ? { ok: true as const, value: line.ok } : { ok: false as const, error: line.error };
  player.play({ kind: 'task-result', taskId: task.id, outcome });
}

/** Looks at a player, and remembers what it has seen. */
class Reader {
  private texts = 0;
  private entries = 0;

  constructor(private readonly player: FlowPlayer) {}

  newTexts(): string[] {
    const texts = this.player.texts.slice(this.texts);
    this.texts += texts.length;
    return texts;
  }

  check({ trace = [], ...wanted }: TranscriptExpectation): void {
    const { player } = this;
    const seen: { [Key in keyof Omit<TranscriptExpectation, 'trace'>]-?: () => unknown } = {
      status: () => player.state.status,
      awaits: () => this.awaits(),
      vars: () => player.state.vars,
      contact: () => player.env.contact,
      goals: () => player.state.goals.map(({ goal }) => goal),
      outcome: () => player.state.outcome,
      choices: () => this.choices(),
      message: () => player.messages.at(-1),
      asked: () => this.asked().slice(-(wanted.asked?.length ?? 0)),
      handoff: () => player.effects.find(({ kind }) => kind === 'handoff'),
      handled: () => player.last?.handled,
      timers: () => player.timers.size,
    };
    for (const [key, value] of Object.entries(wanted))
      expect({ [key]: seen[key as keyof typeof seen]() }).toMatchObject({ [key]: value });
    this.checkTrace(trace);
  }

  private checkTrace(wanted: NonNullable<TranscriptExpectation['trace']>): void {
    const entries = this.player.trace.slice(this.entries);
    this.entries = this.player.trace.length;
    let from = 0;
    for (const part of wanted) {
      const at = entries.findIndex((entry, index) => index >= from && this.matches(entry, part));
      if (at < 0) expect(entries.slice(from)).toContainEqual(expect.objectContaining(part));
      from = at + 1;
    }
  }

  private matches(entry: TraceEntry, part: object): boolean {
    try {
      expect(entry).toMatchObject(part);
      return true;
    } catch {
      return false;
    }
  }

  private awaits() {
    const { awaiting } = this.player.state;
    if (awaiting === null) return null;
    const { kind, nodeId: node } = awaiting;
    const dueAt = 'dueAt' in awaiting ? awaiting.dueAt - this.player.env.now : null;
    return {
      kind,
      node,
      ...(awaiting.kind === 'timer' && { why: awaiting.why }),
      ...(dueAt !== null && { for: inWords(dueAt) }),
    };
  }

  private choices(): string[] {
    const { buttons = [], quickReplies = [], cards = [] } = this.player.messages.at(-1) ?? {};
    return [...buttons, ...quickReplies, ...cards.flatMap((card) => card.buttons)].map(({ title }) => title);
  }

  private asked() {
    return this.player.effects.flatMap((effect) =>
      effect.kind === 'task' ? [{ task: effect.task, input: effect.input }] : [],
    );
  }
}

/** As `parseDuration` reads it, the largest unit first. */
function inWords(ms: number): string {
  const units = [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['m', 60_000],
    ['s', 1_000],
  ] as const;
  let left = ms;
  const parts = units.flatMap(([unit, size]) => {
    const count = Math.floor(left / size);
    left -= count * size;
    return count === 0 ? [] : [`${count}${unit}`];
  });
  return parts.join(' ') || '0s';
}
