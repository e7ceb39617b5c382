import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, Requires } from '../../shared/auth';
import { Endpoint, IdParam } from '../../shared/http';
import type { ContactId, RequestContext } from '../../shared/kernel';
import { OptOutRequest, OptOutResponse } from './dto/opt-out.dto';
import { OptOuts } from './opt-outs.service';

const NOT_FOUND = { 'not-found': 'CONTACT.NOT_FOUND: no such contact in this workspace.' };

@ApiTags('Contacts')
@Controller('v1/workspaces/:workspaceId/contacts/:contactId/opt-out')
export class OptOutsController {
  constructor(private readonly optOuts: OptOuts) {}

  @Get()
  @Requires('contacts.read')
  @Endpoint({ summary: 'Whether a contact wants messages at all', response: OptOutResponse, errors: NOT_FOUND })
  async get(@Ctx() context: RequestContext, @IdParam('contactId') contactId: ContactId): Promise<OptOutResponse> {
    return this.optOuts.of(context, contactId);
  }

  @Put()
  @Requires('contacts.write')
  @Endpoint({
    summary: 'Note that a contact wants no messages, or wants them again',
    description:
      'In all conversations with it, for the bot and for people. What the bot had not begun to send is cancelled.',
    response: OptOutResponse,
    errors: NOT_FOUND,
  })
  async set(
    @Ctx() context: RequestContext,
    @IdParam('contactId') contactId: ContactId,
    @Body() { optedOut }: OptOutRequest,
  ): Promise<OptOutResponse> {
    return this.optOuts.set(context, contactId, optedOut);
  }
}
