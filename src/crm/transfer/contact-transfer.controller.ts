import { Body, Controller, Get, Post, type StreamableFile, UseGuards } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import { Ctx, NeedsFeature, Requires } from '../../shared/auth';
import {
  csv,
  Endpoint,
  IdParam,
  invalidRequest,
  OperationId,
  ProducesCsv,
  ReadUpload,
  UploadedBytes,
} from '../../shared/http';
import type { RequestContext } from '../../shared/kernel';
import { ContactsFilterQuery } from '../dto/contact.request';
import { CrmJobResponse, toCrmJobResponse } from '../dto/crm-job.dto';
import { ContactExports } from './contact-exports.service';
import { ContactImports } from './contact-imports.service';
import {
  IMPORT_FORM,
  ImportContactsRequest,
  ImportPreviewResponse,
  PREVIEW_FORM,
  toPreviewResponse,
  UploadedFileRequest,
} from '../dto/contact-transfer.dto';

const INVALID = 'CONTACT_IMPORT.INVALID: `errors` names what is wrong · UPLOAD.TOO_LARGE: over 10 MB.';

@ApiTags('CRM jobs')
@NeedsFeature('crm')
@Controller('v1/workspaces/:workspaceId')
export class ContactTransferController {
  constructor(
    private readonly imports: ContactImports,
    private readonly exports: ContactExports,
  ) {}

  @Post('contact-imports/preview')
  @Requires('crm.manage')
  @UseGuards(ReadUpload)
  @ApiConsumes('multipart/form-data')
  @ApiBody(PREVIEW_FORM)
  @Endpoint({
    summary: 'Look at a table of contacts before it is imported',
    response: ImportPreviewResponse,
    errors: { invalid: INVALID },
  })
  async preview(@UploadedBytes() bytes: Buffer, @Body() _file: UploadedFileRequest): Promise<ImportPreviewResponse> {
    return toPreviewResponse(await this.imports.preview(bytes));
  }

  @Post('contact-imports')
  @Requires('crm.manage')
  @UseGuards(ReadUpload)
  @ApiConsumes('multipart/form-data')
  @ApiBody(IMPORT_FORM)
  @Endpoint({
    summary: 'Import a table of contacts, or try that out',
    description: 'Watch the job; a line that is wrong is left out and named, the others are imported.',
    status: 202,
    response: CrmJobResponse,
    errors: { invalid: INVALID },
  })
  async start(
    @Ctx() context: RequestContext,
    @OperationId() id: string,
    @UploadedBytes() bytes: Buffer,
    @Body() { mapping, key, existing, dryRun }: ImportContactsRequest,
  ): Promise<CrmJobResponse> {
    const wishes = {
      mapping: mappingIn(mapping),
      existing,
      dryRun: dryRun === 'yes',
      ...(key === undefined ? {} : { key }),
    };
    return toCrmJobResponse(await this.imports.start(context, id, bytes, wishes));
  }

  @Post('contact-exports')
  @Requires('contacts.read')
  @Endpoint({
    summary: 'Write a table of contacts: all, or those of a filter or segment',
    description: 'Watch the job; once it is done its file lies ready for 7 days.',
    status: 202,
    response: CrmJobResponse,
    errors: { 'not-found': 'SEGMENT.NOT_FOUND: no such segment, or that of somebody else alone.' },
  })
  async write(
    @Ctx() context: RequestContext,
    @OperationId() id: string,
    @Body() filter: ContactsFilterQuery,
  ): Promise<CrmJobResponse> {
    return toCrmJobResponse(await this.exports.start(context, id, filter));
  }

  @Get('contact-exports/:crmJobId/file')
  @Requires('contacts.read')
  @ProducesCsv()
  @Endpoint({
    summary: 'The table of an export that is done',
    errors: { 'not-found': 'CRM_JOB.NOT_FOUND: no such export, or it is not done.' },
  })
  async file(@Ctx() context: RequestContext, @IdParam('crmJobId') id: string): Promise<StreamableFile> {
    const { rows, columns } = await this.exports.file(context, id);
    return csv(rows, columns, 'contacts');
  }
}

function mappingIn(text: string): Record<string, unknown> {
  const mapping: unknown = JSON.parse(text);
  if (typeof mapping === 'object' && mapping !== null && !Array.isArray(mapping)) return { ...mapping };
  throw invalidRequest([{ field: 'mapping', rule: 'must be a JSON object' }]);
}
