import { Body, Controller, Get, Patch, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, NeedsFeature, Requires } from '../shared/auth';
import { Endpoint, IdParam } from '../shared/http';
import type { ContactId, RequestContext } from '../shared/kernel';
import { ContactsService } from './contacts.service';
import { ChangeContactRequest, ContactsQuery, toContactChanges } from './dto/contact.request';
import { ContactPageResponse, ContactResponse, toContactPageResponse, toContactResponse } from './dto/contact.response';

const NOT_FOUND = 'CONTACT.NOT_FOUND: no such contact in this workspace.';

@ApiTags('Contacts')
@NeedsFeature('crm')
@Controller('v1/workspaces/:workspaceId/contacts')
export class ContactsController {
  constructor(private readonly contacts: ContactsService) {}

  @Get()
  @Requires('contacts.read')
  @Endpoint({
    summary: 'List contacts, newest first',
    description: 'With several filters, those that match all of them.',
    response: ContactPageResponse,
  })
  async list(@Ctx() context: RequestContext, @Query() query: ContactsQuery): Promise<ContactPageResponse> {
    return toContactPageResponse(await this.contacts.list(context, query));
  }

  @Get(':contactId')
  @Requires('contacts.read')
  @Endpoint({ summary: 'Get a contact', response: ContactResponse, errors: { 'not-found': NOT_FOUND } })
  async get(@Ctx() context: RequestContext, @IdParam('contactId') contactId: ContactId): Promise<ContactResponse> {
    return toContactResponse(await this.contacts.get(context, contactId));
  }

  @Patch(':contactId')
  @Requires('contacts.write')
  @Endpoint({
    summary: 'Change a contact: all that is sent, or nothing',
    response: ContactResponse,
    errors: {
      'not-found': NOT_FOUND,
      invalid: 'CONTACT.INVALID: `errors` names the fields, such as `email`, `fields.size` or `tags.0`.',
    },
  })
  async change(
    @Ctx() context: RequestContext,
    @IdParam('contactId') contactId: ContactId,
    @Body() request: ChangeContactRequest,
  ): Promise<ContactResponse> {
    return toContactResponse(await this.contacts.change(context, contactId, toContactChanges(request)));
  }
}
