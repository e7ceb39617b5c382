import { Body, Controller, Get, Param, Patch, Post, Query, type StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, NeedsFeature, Requires } from '../../shared/auth';
import { csv, Endpoint, IdParam, ProducesCsv } from '../../shared/http';
import type { RequestContext } from '../../shared/kernel';
import { GOAL_FIELDS } from './domain/goal';
import type { Outcome } from './domain/outcome';
import { CorrectOutcomeRequest, GoalParam, OutcomesExportQuery, OutcomesQueryRequest } from './dto/outcome.request';
import { OutcomePageResponse, OutcomeResponse, toOutcomePageResponse, toOutcomeResponse } from './dto/outcome.response';
import { OutcomesService } from './outcomes.service';

const NOT_FOUND = 'OUTCOME.NOT_FOUND: no such outcome of this goal in this workspace.';
const STATUS = 'OUTCOME.STATUS: not from the status that it is in.';

@ApiTags('Outcomes')
@NeedsFeature('crm')
@Controller('v1/workspaces/:workspaceId/outcomes/:goal')
export class OutcomesController {
  constructor(private readonly outcomes: OutcomesService) {}

  @Get()
  @Requires('contacts.read')
  @Endpoint({ summary: 'List leads, bookings, orders and the like, newest first', response: OutcomePageResponse })
  async list(
    @Ctx() context: RequestContext,
    @Param() { goal }: GoalParam,
    @Query() query: OutcomesQueryRequest,
  ): Promise<OutcomePageResponse> {
    return toOutcomePageResponse(await this.outcomes.list(context, { ...query, goal }, query));
  }

  @Get('export')
  @Requires('contacts.read')
  @ProducesCsv()
  @Endpoint({
    summary: 'All outcomes of a goal as a table',
    description: 'Beside the usual fields of the goal, `other` holds those that flows added, as JSON.',
  })
  async export(
    @Ctx() context: RequestContext,
    @Param() { goal }: GoalParam,
    @Query() query: OutcomesExportQuery,
  ): Promise<StreamableFile> {
    const usual = GOAL_FIELDS[goal];
    const columns = ['id', 'status', 'createdAt', 'contactId', 'conversationId', ...usual, 'value', 'other'];
    const rows = await this.outcomes.export(context, { ...query, goal });
    return csv(rowsOf(rows, usual), columns, goal);
  }

  @Get(':outcomeId')
  @Requires('contacts.read')
  @Endpoint({ summary: 'Get an outcome', response: OutcomeResponse, errors: { 'not-found': NOT_FOUND } })
  async get(
    @Ctx() context: RequestContext,
    @IdParam('outcomeId') id: string,
    @Param() { goal }: GoalParam,
  ): Promise<OutcomeResponse> {
    return toOutcomeResponse(await this.outcomes.get(context, goal, id));
  }

  @Patch(':outcomeId')
  @Requires('contacts.write')
  @Endpoint({
    summary: 'Correct what is known of an outcome',
    response: OutcomeResponse,
    errors: { 'not-found': NOT_FOUND, invalid: 'OUTCOME.INVALID: `errors` names the fields, such as `fields.phone`.' },
  })
  async correct(
    @Ctx() context: RequestContext,
    @IdParam('outcomeId') id: string,
    @Param() { goal }: GoalParam,
    @Body() request: CorrectOutcomeRequest,
  ): Promise<OutcomeResponse> {
    return toOutcomeResponse(await this.outcomes.correct(context, goal, id, request));
  }

  @Post(':outcomeId/complete')
  @Requires('contacts.write')
  @Endpoint({
    summary: 'Complete an open outcome: the lead was called, the booking made',
    response: OutcomeResponse,
    errors: { 'not-found': NOT_FOUND, conflict: STATUS },
  })
  async complete(
    @Ctx() context: RequestContext,
    @IdParam('outcomeId') id: string,
    @Param() { goal }: GoalParam,
  ): Promise<OutcomeResponse> {
    return toOutcomeResponse(await this.outcomes.move(context, goal, id, 'completed'));
  }

  @Post(':outcomeId/cancel')
  @Requires('contacts.write')
  @Endpoint({
    summary: 'Cancel an open outcome: nothing came of it',
    response: OutcomeResponse,
    errors: { 'not-found': NOT_FOUND, conflict: STATUS },
  })
  async cancel(
    @Ctx() context: RequestContext,
    @IdParam('outcomeId') id: string,
    @Param() { goal }: GoalParam,
  ): Promise<OutcomeResponse> {
    return toOutcomeResponse(await this.outcomes.move(context, goal, id, 'cancelled'));
  }

  @Post(':outcomeId/reopen')
  @Requires('contacts.write')
  @Endpoint({
    summary: 'Open a completed or cancelled outcome again',
    response: OutcomeResponse,
    errors: { 'not-found': NOT_FOUND, conflict: `${STATUS} Or the conversation has another open one.` },
  })
  async reopen(
    @Ctx() context: RequestContext,
    @IdParam('outcomeId') id: string,
    @Param() { goal }: GoalParam,
  ): Promise<OutcomeResponse> {
    return toOutcomeResponse(await this.outcomes.move(context, goal, id, 'open'));
  }
}

async function* rowsOf(outcomes: AsyncIterable<Outcome>, usual: readonly string[]) {
  for await (const { id, status, createdAt, contactId, conversationId, fields, value } of outcomes) {
    const others = Object.entries(fields).filter(([name]) => !usual.includes(name));
    const other = others.length === 0 ? {} : { other: JSON.stringify(Object.fromEntries(others)) };
    const known = Object.fromEntries(usual.map((name) => [name, fields[name]]));
    yield { ...known, id, status, createdAt, contactId, conversationId, value, ...other };
  }
}
