import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, NeedsFeature, Requires } from '../../shared/auth';
import { Endpoint, IdParam, OperationId } from '../../shared/http';
import type { ContactId, RequestContext } from '../../shared/kernel';
import { ContactsService } from './contacts.service';
import {
  ChangeContactRequest,
  ContactsFilterQuery,
  ContactsQuery,
  CreateContactRequest,
  toContactChanges,
} from '../dto/contact.request';
import {
  ContactCountResponse,
  ContactPageResponse,
  ContactResponse,
  toContactPageResponse,
  toContactResponse,
} from '../dto/contact.response';
import { ContactLists } from './contact-lists.service';
import { NewContacts } from './new-contacts.service';

const NOT_FOUND = 'CONTACT.NOT_FOUND: no such contact in this workspace.';
const NO_SEGMENT = 'SEGMENT.NOT_FOUND: no such segment, or that of somebody else alone.';
const INVALID = 'CONTACT.INVALID: `errors` names the fields, such as `email`, `fields.size` or `tags.0`.';

@ApiTags('Contacts')
@NeedsFeature('crm')
@Controller('v1/workspaces/:workspaceId/contacts')
export class ContactsController {
  constructor(
    private readonly contacts: ContactsService,
    private readonly lists: ContactLists,
    private readonly added: NewContacts,
  ) {}

  @Get()
  @Requires('contacts.read')
  @Endpoint({
    summary: 'List contacts: newest, oldest, changed last, or by name',
    description: 'With several filters, those that match all of them. A search and a filter by one value are fastest.',
    response: ContactPageResponse,
    errors: { 'not-found': NO_SEGMENT },
  })
  async list(
    @Ctx() context: RequestContext,
    @Query() { limit, cursor, sort, ...filter }: ContactsQuery,
  ): Promise<ContactPageResponse> {
    const page = { limit, sort, ...(cursor === undefined ? {} : { cursor }) };
    return toContactPageResponse(await this.lists.list(context, filter, page));
  }

  @Get('count')
  @Requires('contacts.read')
  @Endpoint({
    summary: 'Count the contacts of a filter or segment, up to 10,000',
    response: ContactCountResponse,
    errors: { 'not-found': NO_SEGMENT },
  })
  async count(@Ctx() context: RequestContext, @Query() filter: ContactsFilterQuery): Promise<ContactCountResponse> {
    return this.lists.count(context, filter);
  }

  @Post()
  @Requires('contacts.write')
  @Endpoint({
    summary: 'Write down a contact who has not written yet',
    description: 'With a name, an e-mail address or a phone number, and what the workspace requires.',
    status: 201,
    response: ContactResponse,
    errors: { invalid: INVALID, conflict: 'CONTACT.TAKEN: another contact has this external id.' },
  })
  async create(
    @Ctx() context: RequestContext,
    @OperationId() id: string,
    @Body() { externalId, ...wishes }: CreateContactRequest,
  ): Promise<ContactResponse> {
    const known = externalId === undefined ? {} : { externalId };
    return toContactResponse(await this.added.create(context, { id, ...known, changes: toContactChanges(wishes) }));
  }

  @Get(':contactId')
  @Requires('contacts.read')
  @Endpoint({
    summary: 'Get a contact',
    description: 'By the id of a contact that was merged into another one, that other one.',
    response: ContactResponse,
    errors: { 'not-found': NOT_FOUND },
  })
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
      invalid: INVALID,
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
