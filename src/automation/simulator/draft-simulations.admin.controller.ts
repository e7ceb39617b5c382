import { Body, Controller, Delete, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { JsonObject } from '../../conversations';
import { CurrentCaller, PlatformAdmin } from '../../shared/auth';
import { Endpoint, IdParam } from '../../shared/http';
import type { UserCaller } from '../../shared/kernel';
import {
  PlayStepsRequest,
  SessionCommandRequest,
  SimulationResponse,
  StartDraftSimulationRequest,
} from './dto/simulation.dto';
import { PLATFORM, SimulationsService } from './simulations.service';

const NOT_FOUND = 'SIMULATION.NOT_FOUND: no such simulation of a draft; they are kept for a day.';
const CHANGED = 'SIMULATION.CHANGED: somebody else went on with it at the same time.';

const ofPlatform = (caller: UserCaller) => ({ ...caller, workspaceId: PLATFORM });

/** Drafts belong to no workspace, so neither do their simulations. */
@ApiTags('Admin')
@Controller('v1/admin')
export class DraftSimulationsAdminController {
  constructor(private readonly simulations: SimulationsService) {}

  @Post('flow-drafts/:draftId/simulations')
  @PlatformAdmin()
  @Endpoint({
    summary: 'Try a draft out with a made-up person, as it is at each step',
    status: 201,
    response: SimulationResponse,
    errors: {
      'not-found': 'FLOWS.DRAFT_NOT_FOUND: no such draft.',
      invalid:
        'FLOWS.DEFINITION_INVALID: the draft does not compile.\n\n' +
        'AUTOMATION.CONFIG_INVALID: the values do not fit.\n\n' +
        'PERSONA.INVALID: the persona does not have that form.',
    },
  })
  start(
    @CurrentCaller() caller: UserCaller,
    @IdParam('draftId') draftId: string,
    @Body() { config = {}, persona = {} }: StartDraftSimulationRequest,
  ): Promise<SimulationResponse> {
    const target = { kind: 'draft' as const, draftId, config: config as JsonObject };
    return this.simulations.start(ofPlatform(caller), target, { persona });
  }

  @Get('simulations/:simulationId')
  @PlatformAdmin()
  @Endpoint({
    summary: 'Get a simulation of a draft with its timeline',
    response: SimulationResponse,
    errors: { 'not-found': NOT_FOUND },
  })
  get(@CurrentCaller() caller: UserCaller, @IdParam('simulationId') simulationId: string): Promise<SimulationResponse> {
    return this.simulations.get(ofPlatform(caller), simulationId);
  }

  @Post('simulations/:simulationId/steps')
  @PlatformAdmin()
  @Endpoint({
    summary: 'Go on with a simulation of a draft',
    response: SimulationResponse,
    errors: {
      'not-found': NOT_FOUND,
      invalid: 'SIMULATION.STEPS_INVALID: a step does not have that form.',
      conflict: `SIMULATION.NOT_POSSIBLE: a step cannot be done here; none was.\n\n${CHANGED}`,
    },
  })
  play(
    @CurrentCaller() caller: UserCaller,
    @IdParam('simulationId') simulationId: string,
    @Body() { steps }: PlayStepsRequest,
  ): Promise<SimulationResponse> {
    return this.simulations.play(ofPlatform(caller), simulationId, steps);
  }

  @Post('simulations/:simulationId/commands')
  @PlatformAdmin()
  @Endpoint({
    summary: 'Pause, resume or stop the session of a draft’s simulation',
    response: SimulationResponse,
    errors: { 'not-found': NOT_FOUND, conflict: `SIMULATION.NOT_POSSIBLE: no session is open.\n\n${CHANGED}` },
  })
  command(
    @CurrentCaller() caller: UserCaller,
    @IdParam('simulationId') simulationId: string,
    @Body() { command }: SessionCommandRequest,
  ): Promise<SimulationResponse> {
    return this.simulations.command(ofPlatform(caller), simulationId, command);
  }

  @Post('simulations/:simulationId/reset')
  @PlatformAdmin()
  @Endpoint({
    summary: 'Begin a simulation of a draft again',
    response: SimulationResponse,
    errors: { 'not-found': NOT_FOUND, conflict: CHANGED },
  })
  reset(
    @CurrentCaller() caller: UserCaller,
    @IdParam('simulationId') simulationId: string,
  ): Promise<SimulationResponse> {
    return this.simulations.reset(ofPlatform(caller), simulationId);
  }

  @Delete('simulations/:simulationId')
  @PlatformAdmin()
  @Endpoint({ summary: 'Delete a simulation of a draft', status: 204, errors: { 'not-found': NOT_FOUND } })
  delete(@CurrentCaller() caller: UserCaller, @IdParam('simulationId') simulationId: string): Promise<void> {
    return this.simulations.delete(ofPlatform(caller), simulationId);
  }
}
