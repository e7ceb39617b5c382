import { Body, Controller, Delete, Get, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, Requires } from '../../shared/auth';
import { Endpoint, IdParam } from '../../shared/http';
import type { RequestContext } from '../../shared/kernel';
import {
  ChangePersonaRequest,
  PlayStepsRequest,
  SessionCommandRequest,
  SimulationResponse,
  StartSimulationRequest,
} from './dto/simulation.dto';
import { SimulationsService } from './simulations.service';

const NOT_FOUND = 'SIMULATION.NOT_FOUND: no such simulation in this workspace; they are kept for a day.';
const PERSONA = 'PERSONA.NOT_FOUND: no such persona in this workspace.';
const AUTOMATION = 'AUTOMATION.NOT_FOUND: no such automation in this workspace.';
const CHANGED = 'SIMULATION.CHANGED: somebody else went on with it at the same time.';
const INVALID_PERSONA = 'PERSONA.INVALID: the persona does not have that form.';

/** Works in demo mode too, in which live automations are off. */
@ApiTags('Simulator')
@Controller('v1/workspaces/:workspaceId/simulations')
export class SimulationsController {
  constructor(private readonly simulations: SimulationsService) {}

  @Post()
  @Requires('automations.simulate')
  @Endpoint({
    summary: 'Start a conversation with a made-up person',
    description:
      'With the same engine and the same selection as a real one. Nothing is sent, written or counted, and time passes ' +
      'only when told to. The oldest of more than 100 make room.',
    status: 201,
    response: SimulationResponse,
    errors: { 'not-found': `${AUTOMATION}\n\n${PERSONA}`, invalid: INVALID_PERSONA },
  })
  start(
    @Ctx() context: RequestContext,
    @Body() { automationId, ...persona }: StartSimulationRequest,
  ): Promise<SimulationResponse> {
    return this.simulations.start(
      context,
      automationId === undefined ? { kind: 'workspace' } : { kind: 'automation', instanceId: automationId },
      persona,
    );
  }

  @Get(':simulationId')
  @Requires('automations.simulate')
  @Endpoint({
    summary: 'Get a simulation with its timeline and diagnostics',
    response: SimulationResponse,
    errors: { 'not-found': NOT_FOUND },
  })
  get(@Ctx() context: RequestContext, @IdParam('simulationId') simulationId: string): Promise<SimulationResponse> {
    return this.simulations.get(context, simulationId);
  }

  @Post(':simulationId/steps')
  @Requires('automations.simulate')
  @Endpoint({
    summary: 'Say, attach, tap, trigger, wait, take over, give back, or settle a task',
    response: SimulationResponse,
    errors: {
      'not-found': NOT_FOUND,
      invalid: 'SIMULATION.STEPS_INVALID: a step does not have that form.',
      conflict: `SIMULATION.NOT_POSSIBLE: a step cannot be done here; none was.\n\n${CHANGED}`,
    },
  })
  play(
    @Ctx() context: RequestContext,
    @IdParam('simulationId') simulationId: string,
    @Body() { steps }: PlayStepsRequest,
  ): Promise<SimulationResponse> {
    return this.simulations.play(context, simulationId, steps);
  }

  @Post(':simulationId/commands')
  @Requires('automations.simulate')
  @Endpoint({
    summary: 'Pause, resume or stop the session',
    response: SimulationResponse,
    errors: { 'not-found': NOT_FOUND, conflict: `SIMULATION.NOT_POSSIBLE: no session is open.\n\n${CHANGED}` },
  })
  command(
    @Ctx() context: RequestContext,
    @IdParam('simulationId') simulationId: string,
    @Body() { command }: SessionCommandRequest,
  ): Promise<SimulationResponse> {
    return this.simulations.command(context, simulationId, command);
  }

  @Post(':simulationId/reset')
  @Requires('automations.simulate')
  @Endpoint({
    summary: 'Begin again with the same person',
    response: SimulationResponse,
    errors: { 'not-found': NOT_FOUND, conflict: CHANGED },
  })
  reset(@Ctx() context: RequestContext, @IdParam('simulationId') simulationId: string): Promise<SimulationResponse> {
    return this.simulations.reset(context, simulationId);
  }

  @Put(':simulationId/persona')
  @Requires('automations.simulate')
  @Endpoint({
    summary: 'Go on as somebody else',
    response: SimulationResponse,
    errors: { 'not-found': `${NOT_FOUND}\n\n${PERSONA}`, invalid: INVALID_PERSONA, conflict: CHANGED },
  })
  become(
    @Ctx() context: RequestContext,
    @IdParam('simulationId') simulationId: string,
    @Body() chosen: ChangePersonaRequest,
  ): Promise<SimulationResponse> {
    return this.simulations.become(context, simulationId, chosen);
  }

  @Delete(':simulationId')
  @Requires('automations.simulate')
  @Endpoint({ summary: 'Delete a simulation', status: 204, errors: { 'not-found': NOT_FOUND } })
  delete(@Ctx() context: RequestContext, @IdParam('simulationId') simulationId: string): Promise<void> {
    return this.simulations.delete(context, simulationId);
  }
}
