import { Injectable } from '@nestjs/common';
import { flowTestStepSchema, type Persona } from '../../flows';
import {
  actorIdOf,
  type Caller,
  Clock,
  type FieldProblem,
  newId,
  type RequestContext,
  type WorkspaceId,
} from '../../shared/kernel';
import { Onboarding } from '../../workspace';
import { type ActionStep, playStep } from './domain/play-step';
import { type LaneView, viewOfLane } from './domain/simulation-view';
import { type SimulatedWorld, VirtualLane } from './domain/virtual-lane';
import { fitTimeline } from './domain/virtual-timeline';
import { newLane, personaFacts, type VirtualLaneState } from './domain/virtual-lane-state';
import { fieldProblemsOf } from './field-problems';
import { checkedPersona, PersonasService } from './personas.service';
import { SimulationsRepository } from './repositories/simulations.repository';
import type { SimulationRow, SimulationTarget } from './schemas/simulation.schema';
import { type FoundWorld, SimulatedWorlds } from './simulated-worlds.service';
import { notPossible, simulationChanged, simulationNotFound, stepsInvalid } from './simulator.errors';

/** Simulations of platform admins belong to no workspace; no member has access to one of this name. */
export const PLATFORM = 'platform' as WorkspaceId;

export interface Simulation extends LaneView {
  id: string;
  target: SimulationTarget;
  persona: Persona;
}

/** A persona by its id, or one that is made up for the occasion and not yet checked; neither: the default one. */
export interface ChosenPersona {
  personaId?: string | undefined;
  persona?: unknown;
}

type Tenant = Caller & Pick<RequestContext, 'workspaceId'>;

const MAX_SIMULATIONS = 100;
const MAX_STEPS = 20;
/** Decisions over many automations have long explanations. */
const MAX_TIMELINE_BYTES = 1_000_000;

/** Made-up conversations, kept for a day. What happens in them is sent to nobody, written nowhere else and not counted. */
@Injectable()
export class SimulationsService {
  constructor(
    private readonly simulations: SimulationsRepository,
    private readonly worlds: SimulatedWorlds,
    private readonly personas: PersonasService,
    private readonly onboarding: Onboarding,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError AUTOMATION.NOT_FOUND, FLOWS.DRAFT_NOT_FOUND, FLOWS.DEFINITION_INVALID, AUTOMATION.CONFIG_INVALID, PERSONA.NOT_FOUND, PERSONA.INVALID */
  async start(tenant: Tenant, target: SimulationTarget, chosen: ChosenPersona): Promise<Simulation> {
    const { workspaceId } = tenant;
    const now = this.clock.now();
    const createdBy = actorIdOf(tenant);
    const persona = await this.personaOf(tenant, chosen);
    const id = newId(now);
    const row: SimulationRow = {
      _id: id,
      workspaceId,
      target,
      persona,
      lane: newLane({ laneId: id, now: now.getTime(), unanswered: 'fails', persona }),
      revision: 1,
      ...(createdBy === undefined ? {} : { createdBy }),
      createdAt: now,
      updatedAt: now,
    };
    const found = await this.worldOf(row);
    await this.simulations.insert(row);
    await this.simulations.keepNewest(workspaceId, MAX_SIMULATIONS);
    return shown(row, found);
  }

  /** @throws DomainError SIMULATION.NOT_FOUND */
  async get(tenant: Tenant, simulationId: string): Promise<Simulation> {
    const row = await this.row(tenant, simulationId);
    return shown(row, await this.worldOf(row));
  }

  /**
   * All steps, or none if one of them is not possible. In the form of a flow test's steps.
   * @throws DomainError SIMULATION.NOT_FOUND, SIMULATION.STEPS_INVALID, SIMULATION.NOT_POSSIBLE, SIMULATION.CHANGED
   */
  async play(tenant: Tenant, simulationId: string, steps: readonly unknown[]): Promise<Simulation> {
    const checked = checkedSteps(steps);
    const simulation = await this.change(tenant, simulationId, (row, world) => {
      const lane = new VirtualLane(world, row.lane);
      for (const step of checked) {
        const problem = playStep(lane, step);
        if (problem !== null) throw notPossible(problem.message);
      }
      return { lane: lane.state };
    });
    if (tenant.workspaceId !== PLATFORM) await this.onboarding.done(tenant.workspaceId, 'simulator');
    return simulation;
  }

  /** A person of the team pauses, resumes or stops the session. @throws DomainError SIMULATION.NOT_FOUND, SIMULATION.NOT_POSSIBLE, SIMULATION.CHANGED */
  command(tenant: Tenant, simulationId: string, command: 'pause' | 'resume' | 'stop'): Promise<Simulation> {
    return this.change(tenant, simulationId, (row, world) => {
      const lane = new VirtualLane(world, row.lane);
      if (!lane.command(command)) throw notPossible('no session is open');
      return { lane: lane.state };
    });
  }

  /** From the beginning, with the same person. @throws DomainError SIMULATION.NOT_FOUND, SIMULATION.CHANGED */
  reset(tenant: Tenant, simulationId: string): Promise<Simulation> {
    return this.change(tenant, simulationId, ({ _id, persona, revision }) => {
      const now = this.clock.now().getTime();
      // Events of the new beginning must have ids of their own.
      return { lane: newLane({ laneId: `${_id}-${revision}`, now, unanswered: 'fails', persona }) };
    });
  }

  /** The conversation goes on with somebody else's record. @throws DomainError SIMULATION.NOT_FOUND, PERSONA.NOT_FOUND, PERSONA.INVALID */
  async become(tenant: Tenant, simulationId: string, chosen: ChosenPersona): Promise<Simulation> {
    const persona = await this.personaOf(tenant, chosen);
    return this.change(tenant, simulationId, ({ lane: { language: _, ...lane } }) => ({
      persona,
      lane: { ...lane, ...personaFacts(persona) },
    }));
  }

  /** @throws DomainError SIMULATION.NOT_FOUND */
  async delete({ workspaceId }: Tenant, simulationId: string): Promise<void> {
    if (!(await this.simulations.delete(workspaceId, simulationId))) throw simulationNotFound();
  }

  private async change(
    tenant: Tenant,
    simulationId: string,
    change: (row: SimulationRow, world: SimulatedWorld) => { lane: VirtualLaneState; persona?: Persona },
  ): Promise<Simulation> {
    const row = await this.row(tenant, simulationId);
    const found = await this.worldOf(row);
    const changed = change(row, found.world);
    fitTimeline(changed.lane, MAX_TIMELINE_BYTES);
    const next = { ...row, ...changed, revision: row.revision + 1, updatedAt: this.clock.now() };
    if (!(await this.simulations.replace(next))) throw simulationChanged();
    return shown(next, found);
  }

  private async row({ workspaceId }: Tenant, simulationId: string): Promise<SimulationRow> {
    const row = await this.simulations.find(workspaceId, simulationId);
    if (row === null) throw simulationNotFound();
    return row;
  }

  private worldOf({ workspaceId, target, lane }: SimulationRow): Promise<FoundWorld> {
    return this.worlds.of(workspaceId, target, lane);
  }

  private async personaOf(tenant: Tenant, { personaId, persona }: ChosenPersona): Promise<Persona> {
    if (personaId !== undefined) return (await this.personas.get(tenant, personaId)).persona;
    if (persona !== undefined) return checkedPersona(persona);
    return (await this.personas.getDefault(tenant))?.persona ?? {};
  }
}

function shown({ _id, target, persona, lane }: SimulationRow, { world, unavailable }: FoundWorld): Simulation {
  return { id: _id, target, persona, ...viewOfLane(lane, world, unavailable) };
}

/** @throws DomainError SIMULATION.STEPS_INVALID */
function checkedSteps(steps: readonly unknown[]): ActionStep[] {
  const problems: FieldProblem[] = [];
  const checked: ActionStep[] = [];
  if (steps.length > MAX_STEPS) problems.push({ field: 'steps', rule: `must be at most ${MAX_STEPS}` });
  for (const [index, step] of steps.entries()) {
    const result = flowTestStepSchema.safeParse(step);
    if (!result.success) problems.push(...fieldProblemsOf(result.error, `steps.${index}`));
    else if ('expect' in result.data)
      problems.push({ field: `steps.${index}`, rule: 'must not be an expectation: those are for flow tests' });
    else checked.push(result.data);
  }
  if (problems.length > 0) throw stepsInvalid(problems);
  return checked;
}
