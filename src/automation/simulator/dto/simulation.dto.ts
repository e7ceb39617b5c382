import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsIn, IsObject, IsString, Matches } from 'class-validator';
import { ID_PATTERN, IfSent } from '../../../shared/http';
import type { TimelineFact } from '../domain/virtual-timeline';

const ANY_OBJECT = { type: 'object', additionalProperties: true } as const;
const OBJECTS = { type: 'array', items: ANY_OBJECT } as const;

/** Neither of both: the workspace's default persona. */
class ChosenPersonaRequest {
  @IfSent()
  @IsString()
  @Matches(ID_PATTERN)
  personaId?: string;

  /** One for the occasion, in the form of a persona. */
  @ApiPropertyOptional({ ...ANY_OBJECT, example: { name: 'Ana', tags: ['vip'] } })
  @IfSent()
  @IsObject()
  persona?: Record<string, unknown>;
}

export class StartSimulationRequest extends ChosenPersonaRequest {
  /** Tries this automation out alone, also when it is off. Without it, the active automations are selected from as for a real message. */
  @IfSent()
  @IsString()
  @Matches(ID_PATTERN)
  automationId?: string;
}

export class StartDraftSimulationRequest {
  /** Values of the exposed fields. */
  @ApiPropertyOptional(ANY_OBJECT)
  @IfSent()
  @IsObject()
  config?: Record<string, unknown>;

  @ApiPropertyOptional({ ...ANY_OBJECT, example: { name: 'Ana', tags: ['vip'] } })
  @IfSent()
  @IsObject()
  persona?: Record<string, unknown>;
}

export class ChangePersonaRequest extends ChosenPersonaRequest {}

export class PlayStepsRequest {
  /**
   * In the form of a flow test's steps, expectations left out: `{ say }`, `{ attach: { type, url }, say? }`, `{ tap: title }`,
   * `{ trigger: { type, text?, payload?, ref? } }`, `{ wait: '3h' }`, `{ takeOver: { for? } }`, `{ giveBack: true }`,
   * `{ task: { name, outcome: { value } or { error } } }`.
   */
  @ApiProperty({ ...OBJECTS, maxItems: 20, example: [{ say: 'How much is a mug?' }, { tap: 'Mug' }, { wait: '3h' }] })
  @IsArray()
  @ArrayMaxSize(20)
  @IsObject({ each: true })
  steps: Record<string, unknown>[];
}

export class SessionCommandRequest {
  /** What a person of the team does to the session. */
  @IsIn(['pause', 'resume', 'stop'])
  command: 'pause' | 'resume' | 'stop';
}

class SimulatedSessionResponse {
  id: string;

  instanceId: string;

  /** Its name. */
  @ApiProperty({ type: String, nullable: true })
  automation: string | null;

  versionId: string;

  status: string;

  /** The node that it waits at. */
  @ApiProperty({ type: String, nullable: true })
  nodeId: string | null;

  @ApiProperty({ type: String, nullable: true })
  awaits: string | null;

  @ApiProperty(ANY_OBJECT)
  variables: object;
}

class DiagnosticResponse {
  instanceId: string;

  @ApiProperty({ type: String, nullable: true })
  automation: string | null;

  /** The trigger. */
  nodeId?: string;

  /** `chosen`, or why not: `no_keyword`, `outside_hours`, `outranked`, `switched_off` … */
  @ApiProperty({ type: String })
  outcome: string;

  detail?: string;
}

class TimelineEntryResponse {
  number: number;

  /** Virtual time. */
  at: Date;

  @ApiProperty({ enum: ['person', 'bot', 'event', 'effect', 'decision'] })
  kind: TimelineFact['kind'];
}

export class SimulationResponse {
  id: string;

  @ApiProperty({ ...ANY_OBJECT, example: { kind: 'automation', instanceId: '65a…' } })
  target: object;

  @ApiProperty(ANY_OBJECT)
  persona: object;

  startedAt: Date;

  /** Virtual time. */
  now: Date;

  @ApiProperty({ type: SimulatedSessionResponse, nullable: true })
  session: SimulatedSessionResponse | null;

  /** A person has the conversation until then. */
  @ApiProperty({ type: Date, nullable: true })
  heldUntil: Date | null;

  /** The made-up person's record, with what flows wrote into it. */
  @ApiProperty(ANY_OBJECT)
  contact: object;

  notes: string[];

  @ApiProperty(OBJECTS)
  tasks: object[];

  @ApiProperty(OBJECTS)
  goals: object[];

  @ApiProperty(OBJECTS)
  handoffs: object[];

  /** Tasks under way, by name. */
  pending: string[];

  /** For the latest message that triggers were looked at for: every automation, and why it did or did not answer. */
  @ApiProperty({ type: [DiagnosticResponse] })
  diagnostics: DiagnosticResponse[];

  /** Everything that happened, with the reasons of each decision; the latest 500 entries. What more an entry holds depends on its kind. */
  @ApiProperty({ type: [TimelineEntryResponse] })
  timeline: TimelineEntryResponse[];
}
