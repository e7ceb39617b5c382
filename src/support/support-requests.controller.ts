import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, NeedsFeature, RateLimit, Requires } from '../shared/auth';
import { Endpoint, IdParam } from '../shared/http';
import { knownFields, type RequestContext } from '../shared/kernel';
import { TaskOfRequest, TicketOfRequest } from './dto/ticket.request';
import { TaskOfRequestResponse, TicketResponse, toTicketResponse } from './dto/ticket.response';
import { SupportTickets } from './support-tickets.service';

const NOT_FOUND = 'OUTCOME.NOT_FOUND: no such request for support in this workspace.';

@ApiTags('Support tickets')
@NeedsFeature('crm')
@Controller('v1/workspaces/:workspaceId/outcomes/support/:outcomeId')
export class SupportRequestsController {
  constructor(private readonly tickets: SupportTickets) {}

  @Post('task')
  @Requires('contacts.write')
  @Endpoint({
    summary: 'Turn what somebody asked for in a conversation into a task',
    description: 'The same task when it was done before.',
    response: TaskOfRequestResponse,
    errors: {
      'not-found': `${NOT_FOUND}\n\nCONTACT.NOT_FOUND: whom it is about was erased.`,
      invalid: 'CRM_TASK.INVALID: `errors` names the fields.',
      conflict: 'OUTCOME.LINKED: it was turned into a ticket.',
    },
  })
  async toTask(
    @Ctx() context: RequestContext,
    @IdParam('outcomeId') outcomeId: string,
    @Body() request: TaskOfRequest,
  ): Promise<TaskOfRequestResponse> {
    const { id: taskId } = await this.tickets.taskOfStub(context, outcomeId, knownFields({ ...request }));
    return { taskId };
  }

  @Post('ticket')
  @Requires('support.write')
  @RateLimit({ name: 'support-tickets', by: 'workspace', limit: 60, perSeconds: 3_600 })
  @Endpoint({
    summary: 'Turn what somebody asked for in a conversation into a support ticket',
    description: 'The same ticket when it was done before.',
    response: TicketResponse,
    errors: {
      'not-found': NOT_FOUND,
      invalid: 'SUPPORT_TICKET.INVALID: `errors` names the fields.',
      conflict: 'OUTCOME.LINKED: it was turned into a task.',
    },
  })
  async toTicket(
    @Ctx() context: RequestContext,
    @IdParam('outcomeId') outcomeId: string,
    @Body() request: TicketOfRequest,
  ): Promise<TicketResponse> {
    return toTicketResponse(await this.tickets.ofStub(context, outcomeId, knownFields({ ...request })));
  }
}
