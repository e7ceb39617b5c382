import { Body, Controller, Get, Post, Query, Res, type StreamableFile, UseGuards } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentCaller, PlatformAdmin } from '../shared/auth';
import { answerFile, Endpoint, IdParam, OperationId, ReadUpload, UploadedBytes } from '../shared/http';
import type { UserCaller } from '../shared/kernel';
import { DeskFileQuery } from './dto/ticket.admin.request';
import { DeskFileResponse, toDeskFileResponse } from './dto/ticket.admin.response';
import { TICKET_FILE_FORM, TicketFileRequest } from './dto/ticket.request';
import { SupportDesk } from './support-desk.service';
import { TicketFiles } from './ticket-files.service';

@ApiTags('Admin')
@Controller('v1/admin/support-tickets/:ticketId/files')
export class TicketFilesAdminController {
  constructor(
    private readonly desk: SupportDesk,
    private readonly files: TicketFiles,
  ) {}

  @Post()
  @PlatformAdmin()
  @UseGuards(ReadUpload)
  @ApiConsumes('multipart/form-data')
  @ApiBody(TICKET_FILE_FORM)
  @Endpoint({
    summary: 'Attach a file to a ticket, for its workspace or among platform admins',
    status: 201,
    response: DeskFileResponse,
    errors: {
      'not-found': 'SUPPORT_TICKET.NOT_FOUND: no such ticket.',
      invalid: 'SUPPORT_TICKET.FILE_TYPE: of another kind · UPLOAD.TOO_LARGE: over 10 MB.',
      conflict: 'SUPPORT_TICKET.FILES: it has twenty · SUPPORT_TICKET.STORAGE_UNSET: no files are kept here.',
    },
  })
  async attach(
    @CurrentCaller() caller: UserCaller,
    @IdParam('ticketId') ticketId: string,
    @Query() { internal }: DeskFileQuery,
    @OperationId() operationId: string,
    @UploadedBytes() bytes: Buffer,
    @Body() { fileName }: TicketFileRequest,
  ): Promise<DeskFileResponse> {
    const upload = { operationId, fileName, bytes, side: 'platform', internal: internal === 'true' } as const;
    return toDeskFileResponse(await this.files.attach(caller, () => this.desk.get(ticketId), upload));
  }

  @Get(':fileId')
  @PlatformAdmin()
  @ApiProduces('application/octet-stream')
  @Endpoint({
    summary: 'Get a file of a ticket',
    errors: {
      'not-found': 'SUPPORT_TICKET.NOT_FOUND: no such ticket · SUPPORT_TICKET.FILE_NOT_FOUND: it has no such file.',
    },
  })
  async read(
    @IdParam('ticketId') ticketId: string,
    @IdParam('fileId') fileId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | undefined> {
    return answerFile(reply, await this.files.read(await this.desk.get(ticketId), fileId, true));
  }
}
