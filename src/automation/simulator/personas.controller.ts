import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, Requires } from '../../shared/auth';
import { Endpoint, IdParam, PageQuery } from '../../shared/http';
import type { RequestContext } from '../../shared/kernel';
import { CreatePersonaRequest, PersonaPageResponse, PersonaResponse, UpdatePersonaRequest } from './dto/persona.dto';
import { PersonasService } from './personas.service';

const NOT_FOUND = 'PERSONA.NOT_FOUND: no such persona in this workspace.';
const INVALID = 'PERSONA.INVALID: the persona does not have that form.';
const TOO_MANY = 'PERSONA.TOO_MANY: the workspace has as many as it can have.';
const DEFAULT = 'PERSONA.DEFAULT_STAYS: one persona is the default.';

@ApiTags('Simulator')
@Controller('v1/workspaces/:workspaceId/personas')
export class PersonasController {
  constructor(private readonly personas: PersonasService) {}

  @Get()
  @Requires('automations.read')
  @Endpoint({ summary: 'List the made-up people of the simulator, newest first', response: PersonaPageResponse })
  list(@Ctx() context: RequestContext, @Query() { limit, cursor }: PageQuery): Promise<PersonaPageResponse> {
    return this.personas.list(context, limit, cursor);
  }

  @Post()
  @Requires('automations.simulate')
  @Endpoint({
    summary: 'Create a persona',
    status: 201,
    response: PersonaResponse,
    errors: { invalid: INVALID, conflict: TOO_MANY },
  })
  create(@Ctx() context: RequestContext, @Body() request: CreatePersonaRequest): Promise<PersonaResponse> {
    return this.personas.create(context, request);
  }

  @Get(':personaId')
  @Requires('automations.read')
  @Endpoint({ summary: 'Get a persona', response: PersonaResponse, errors: { 'not-found': NOT_FOUND } })
  get(@Ctx() context: RequestContext, @IdParam('personaId') personaId: string): Promise<PersonaResponse> {
    return this.personas.get(context, personaId);
  }

  @Patch(':personaId')
  @Requires('automations.simulate')
  @Endpoint({
    summary: 'Change a persona, or make it the default',
    response: PersonaResponse,
    errors: { 'not-found': NOT_FOUND, invalid: INVALID, conflict: DEFAULT },
  })
  update(
    @Ctx() context: RequestContext,
    @IdParam('personaId') personaId: string,
    @Body() request: UpdatePersonaRequest,
  ): Promise<PersonaResponse> {
    return this.personas.update(context, personaId, request);
  }

  @Post(':personaId/duplicate')
  @Requires('automations.simulate')
  @Endpoint({
    summary: 'Copy a persona',
    status: 201,
    response: PersonaResponse,
    errors: { 'not-found': NOT_FOUND, conflict: TOO_MANY },
  })
  duplicate(@Ctx() context: RequestContext, @IdParam('personaId') personaId: string): Promise<PersonaResponse> {
    return this.personas.duplicate(context, personaId);
  }

  @Delete(':personaId')
  @Requires('automations.simulate')
  @Endpoint({
    summary: 'Delete a persona; if it was the default, the newest of the others becomes it',
    status: 204,
    errors: { 'not-found': NOT_FOUND },
  })
  delete(@Ctx() context: RequestContext, @IdParam('personaId') personaId: string): Promise<void> {
    return this.personas.delete(context, personaId);
  }
}
