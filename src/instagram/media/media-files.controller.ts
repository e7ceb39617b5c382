import { Controller, Get, Headers, Post, Query, Req, Res, type StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Ctx, RateLimit, Requires } from '../../shared/auth';
import { answerFile, Endpoint, IdParam, OperationId, withUpload } from '../../shared/http';
import type { ConversationId, RequestContext } from '../../shared/kernel';
import { UploadMediaQuery } from '../dto/media.request';
import { toUploadedMediaResponse, UploadedMediaResponse } from '../dto/media.response';
import { MediaReading } from './media-reading.service';
import { MediaUploads } from './media-uploads.service';

const UPLOAD = {
  schema: { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' } } },
};

@ApiTags('Messages')
@Controller('v1/workspaces/:workspaceId/conversations/:conversationId/files')
export class MediaFilesController {
  constructor(
    private readonly reading: MediaReading,
    private readonly uploads: MediaUploads,
  ) {}

  @Get(':fileId')
  @Requires('messages.read')
  @ApiProduces('application/octet-stream')
  @Endpoint({
    summary: 'Get a file that came with a message, or that was uploaded to be sent',
    description: 'Ids are in the attachments of messages. A `Range` header with one range is honoured: 206, or 416.',
    errors: { 'not-found': 'MEDIA.NOT_FOUND: no such file in this conversation.' },
  })
  async read(
    @Ctx() { workspaceId }: RequestContext,
    @IdParam('conversationId') conversationId: ConversationId,
    @IdParam('fileId') fileId: string,
    @Headers('range') range: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | undefined> {
    return answerFile(reply, await this.reading.ofConversation(workspaceId, conversationId, fileId, range));
  }

  @Post()
  @Requires('messages.send')
  @RateLimit({ name: 'media-upload', by: 'workspace', limit: 120, perSeconds: 60 })
  @ApiConsumes('multipart/form-data')
  @ApiBody(UPLOAD)
  @Endpoint({
    summary: 'Upload a file to send: one part named `file`',
    description: 'Then send a message of the kind `media` with the `fileKey`. Uploading alone sends nothing.',
    status: 201,
    response: UploadedMediaResponse,
    errors: {
      'not-found': 'CONVERSATION.NOT_FOUND: no such conversation in this workspace.',
      invalid:
        'MEDIA.TYPE: Instagram takes PNG, JPEG, GIF, MP4, Ogg, AVI, MOV, WebM, AAC, M4A, WAV and PDF.\n\n' +
        'MEDIA.TOO_LARGE: images may have 8 MB, all others 25 MB.',
      conflict: 'MEDIA.STORAGE_UNSET: this installation keeps no files.',
    },
  })
  async upload(
    @Ctx() context: RequestContext,
    @IdParam('conversationId') conversationId: ConversationId,
    @Query() { mediaType: kind }: UploadMediaQuery,
    @OperationId() operationId: string,
    @Req() request: FastifyRequest,
  ): Promise<UploadedMediaResponse> {
    const wanted = kind === undefined ? {} : { kind };
    return withUpload(request, async (file) =>
      toUploadedMediaResponse(await this.uploads.take(context, conversationId, { file, operationId, ...wanted })),
    );
  }
}
