import { Body, Controller, Get, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, NeedsFeature, Requires } from '../../shared/auth';
import { Endpoint, IdParam } from '../../shared/http';
import type { RequestContext } from '../../shared/kernel';
import {
  ChangeFieldRequest,
  ContactFieldListResponse,
  ContactFieldResponse,
  DeclareFieldRequest,
  toFieldResponse,
} from '../dto/contact-field.dto';
import { ContactFields } from './contact-fields.service';

const INVALID = 'CONTACT_FIELD.INVALID: `errors` names what is wrong.';

@ApiTags('CRM settings')
@NeedsFeature('crm')
@Controller('v1/workspaces/:workspaceId/contact-fields')
export class ContactFieldsController {
  constructor(private readonly fields: ContactFields) {}

  @Get()
  @Requires('contacts.read')
  @Endpoint({ summary: 'List the custom fields of contacts', response: ContactFieldListResponse })
  async list(@Ctx() context: RequestContext): Promise<ContactFieldListResponse> {
    return { items: (await this.fields.list(context)).map(toFieldResponse) };
  }

  @Post()
  @Requires('crm.manage')
  @Endpoint({
    summary: 'Declare a custom field',
    description: 'From then on its values are checked and kept in one form; values that are there stay as they are.',
    status: 201,
    response: ContactFieldResponse,
    errors: { invalid: INVALID, conflict: 'CONTACT_FIELD.TAKEN: the key is declared already.' },
  })
  async declare(@Ctx() context: RequestContext, @Body() request: DeclareFieldRequest): Promise<ContactFieldResponse> {
    return toFieldResponse(await this.fields.declare(context, request));
  }

  @Patch(':fieldId')
  @Requires('crm.manage')
  @Endpoint({
    summary: 'Change or archive a custom field',
    response: ContactFieldResponse,
    errors: { 'not-found': 'CONTACT_FIELD.NOT_FOUND: no such field in this workspace.', invalid: INVALID },
  })
  async change(
    @Ctx() context: RequestContext,
    @IdParam('fieldId') fieldId: string,
    @Body() request: ChangeFieldRequest,
  ): Promise<ContactFieldResponse> {
    return toFieldResponse(await this.fields.change(context, fieldId, request));
  }
}
