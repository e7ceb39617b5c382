import { Controller, Get, Headers, Param, Res, type StreamableFile } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../../shared/auth';
import { answerFile, Endpoint } from '../../shared/http';
import type { WorkspaceId } from '../../shared/kernel';
import { MediaReading } from './media-reading.service';

@ApiTags('Messages')
@Controller('media')
export class MediaLinksController {
  constructor(private readonly reading: MediaReading) {}

  @Get(':tenant/:fileId/:proof')
  @Public()
  @ApiProduces('application/octet-stream')
  @Endpoint({
    summary: 'Where Instagram fetches a file that is being sent; the link is signed and ends after an hour',
    errors: { 'not-found': 'MEDIA.NOT_FOUND: not signed, expired, or erased; which of these is not told.' },
  })
  async read(
    @Param('tenant') workspaceId: WorkspaceId,
    @Param('fileId') fileId: string,
    @Param('proof') proof: string,
    @Headers('range') range: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | undefined> {
    return answerFile(reply, await this.reading.byLink(workspaceId, fileId, proof, range));
  }
}
