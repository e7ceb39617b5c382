import { Body, Controller, Get, Post, Res, type StreamableFile, UseGuards } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Ctx, RateLimit, Requires } from '../shared/auth';
import { answerFile, Endpoint, IdParam, OperationId, ReadUpload, UploadedBytes } from '../shared/http';
import type { RequestContext } from '../shared/kernel';
import { TICKET_FILE_FORM, TicketFileRequest } from './dto/ticket.request';
import { TicketFileResponse, toTicketFileResponse } from './dto/ticket.response';
import { SupportTickets } from './support-tickets.service';
import { TicketFiles } from './ticket-files.service';

@ApiTags('Support tickets')
@Controller('v1/workspaces/:workspaceId/support-tickets/:ticketId/files')
export class TicketFilesController {
  constructor(
    private readonly tickets: SupportTickets,
    private readonly files: TicketFiles,
  ) {}

  @Post()
  @Requires('support.write')
  @RateLimit({ name: 'support-files', by: 'workspace', limit: 60, perSeconds: 600 })
  @UseGuards(ReadUpload)
  @ApiConsumes('multipart/form-data')
  @ApiBody(TICKET_FILE_FORM)
  @Endpoint({
    summary: 'Attach a file to a ticket: a picture, a film, a PDF or text',
    status: 201,
    response: TicketFileResponse,
    errors: {
      'not-found': 'SUPPORT_TICKET.NOT_FOUND: no such ticket in this workspace.',
      invalid: 'SUPPORT_TICKET.FILE_TYPE: of another kind · UPLOAD.TOO_LARGE: over 10 MB.',
      conflict: 'SUPPORT_TICKET.FILES: it has twenty · SUPPORT_TICKET.STORAGE_UNSET: no files are kept here.',
    },
  })
  async attach(
    @Ctx() context: RequestContext,
    @IdParam('ticketId') ticketId: string,
    @OperationId() operationId: string,
    @UploadedBytes() bytes: Buffer,
    @Body() { fileName }: TicketFileRequest,
  ): Promise<TicketFileResponse> {
    const load = () => this.tickets.get(context, ticketId);
    const upload = { operationId, fileName, bytes, side: 'user', internal: false } as const;
    return toTicketFileResponse(await this.files.attach(context, load, upload));
  }

  @Get(':fileId')
  @Requires('workspace.read')
  @ApiProduces('application/octet-stream')
  @Endpoint({
    summary: 'Get a file of a ticket',
    errors: {
      'not-found':
        'SUPPORT_TICKET.NOT_FOUND: no such ticket in this workspace · SUPPORT_TICKET.FILE_NOT_FOUND: it has no such file.',
    },
  })
  async read(
    @Ctx() context: RequestContext,
    @IdParam('ticketId') ticketId: string,
    @IdParam('fileId') fileId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | undefined> {
    const ticket = await this.tickets.get(context, ticketId);
    return answerFile(reply, await this.files.read(ticket, fileId, false));
  }
}
