import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, NeedsFeature, Requires } from '../../shared/auth';
import { Endpoint, IdParam, OperationId } from '../../shared/http';
import type { ContactId, RequestContext } from '../../shared/kernel';
import {
  ContactMergePageResponse,
  ContactMergeResponse,
  DuplicateGroupPageResponse,
  DuplicateListResponse,
  DuplicatesQuery,
  MergeContactsRequest,
  MergesQuery,
  toDuplicateResponse,
  toGroupResponse,
  toMergePageResponse,
  toMergeResponse,
} from '../dto/contact-merge.dto';
import { ContactMerging } from './contact-merging.service';
import { Duplicates } from './duplicates.service';

const NO_CONTACT = 'CONTACT.NOT_FOUND: no such contact in this workspace.';

@ApiTags('Contact merges')
@NeedsFeature('crm')
@Controller('v1/workspaces/:workspaceId')
export class ContactMergesController {
  constructor(
    private readonly merging: ContactMerging,
    private readonly duplicates: Duplicates,
  ) {}

  @Get('contacts/duplicates')
  @Requires('contacts.read')
  @Endpoint({
    summary: 'Contacts that may be the same person, in groups',
    description:
      'A page looks through 500 contacts, newest first, and has the groups whose newest contact is among them: it may be ' +
      'empty although there is a next one.',
    response: DuplicateGroupPageResponse,
  })
  async groups(
    @Ctx() context: RequestContext,
    @Query() { cursor }: DuplicatesQuery,
  ): Promise<DuplicateGroupPageResponse> {
    const page = await this.duplicates.page(context, cursor);
    return { ...page, items: page.items.map(toGroupResponse) };
  }

  @Get('contacts/:contactId/duplicates')
  @Requires('contacts.read')
  @Endpoint({
    summary: 'Contacts that may be the same person as this one, the surest first',
    response: DuplicateListResponse,
    errors: { 'not-found': NO_CONTACT },
  })
  async of(@Ctx() context: RequestContext, @IdParam('contactId') contactId: ContactId): Promise<DuplicateListResponse> {
    return { items: (await this.duplicates.of(context, contactId)).map(toDuplicateResponse) };
  }

  @Get('contact-merges')
  @Requires('contacts.read')
  @Endpoint({ summary: 'List the merges of the last 30 days, newest first', response: ContactMergePageResponse })
  async list(
    @Ctx() context: RequestContext,
    @Query() { limit, cursor, contactId }: MergesQuery,
  ): Promise<ContactMergePageResponse> {
    return toMergePageResponse(await this.merging.list(context, { limit, cursor, contactId }));
  }

  @Post('contact-merges')
  @Requires('crm.manage')
  @Endpoint({
    summary: 'Make two contacts one',
    description:
      'The one that stays takes over what it lacks, with all conversations, notes, tasks and outcomes. Its id, and ' +
      'that of the other one, lead to it. It can be undone for 30 days.',
    status: 201,
    response: ContactMergeResponse,
    errors: { 'not-found': NO_CONTACT, invalid: 'CONTACT_MERGE.INVALID: they are one contact already.' },
  })
  async merge(
    @Ctx() context: RequestContext,
    @OperationId() id: string,
    @Body() { from, to, take }: MergeContactsRequest,
  ): Promise<ContactMergeResponse> {
    const wishes = { id, from: from as ContactId, to: to as ContactId, taken: take };
    return toMergeResponse(await this.merging.merge(context, wishes));
  }

  @Post('contact-merges/:mergeId/undo')
  @Requires('crm.manage')
  @Endpoint({
    summary: 'Take two merged contacts apart again',
    description:
      'Identities go back with their conversations, also with those that came later. Fields that were edited since ' +
      'stay with the contact they were edited on.',
    response: ContactMergeResponse,
    errors: {
      'not-found': 'CONTACT_MERGE.NOT_FOUND: no such merge in this workspace.',
      conflict: 'CONTACT_MERGE.NOT_UNDONE: too late, or a later merge has to be undone first.',
    },
  })
  async undo(@Ctx() context: RequestContext, @IdParam('mergeId') mergeId: string): Promise<ContactMergeResponse> {
    return toMergeResponse(await this.merging.undo(context, mergeId));
  }
}
