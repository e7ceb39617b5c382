import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, NeedsFeature, Requires } from '../shared/auth';
import { Endpoint, IdParam, PageQuery } from '../shared/http';
import type { ContactId, RequestContext } from '../shared/kernel';
import { ContactsService } from './contacts.service';
import { ContactPageResponse, ContactResponse, toContactPageResponse, toContactResponse } from './dto/contact.response';

@ApiTags('Contacts')
@NeedsFeature('crm')
@Controller('v1/workspaces/:workspaceId/contacts')
export class ContactsController {
  constructor(private readonly contacts: ContactsService) {}

  @Get()
  @Requires('contacts.read')
  @Endpoint({ summary: 'List contacts, newest first', response: ContactPageResponse })
  async list(@Ctx() context: RequestContext, @Query() { limit, cursor }: PageQuery): Promise<ContactPageResponse> {
    return toContactPageResponse(await this.contacts.list(context, limit, cursor));
  }

  @Get(':contactId')
  @Requires('contacts.read')
  @Endpoint({
    summary: 'Get a contact',
    response: ContactResponse,
    errors: { 'not-found': 'CONTACT.NOT_FOUND: no such contact in this workspace.' },
  })
  async get(@Ctx() context: RequestContext, @IdParam('contactId') contactId: ContactId): Promise<ContactResponse> {
    return toContactResponse(await this.contacts.get(context, contactId));
  }
}
