import { Controller, Get, Headers, Post, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AcceptsTicket, Ctx, Requires, StreamTickets } from '../auth';
import { Endpoint, EventStream } from '../http';
import type { RequestContext } from '../kernel';
import { StreamQuery, StreamTicketResponse, typesOf } from './dto/stream.dto';
import { LiveStreams } from './live-streams.service';

const PURPOSE = 'workspace-stream';

@ApiTags('Realtime')
@Controller('v1/workspaces/:workspaceId/stream')
export class LiveStreamController {
  constructor(
    private readonly tickets: StreamTickets,
    private readonly streams: LiveStreams,
  ) {}

  @Post('ticket')
  @Requires('workspace.read')
  @Endpoint({ summary: 'A ticket for one connection to the stream', status: 201, response: StreamTicketResponse })
  ticket(@Ctx() context: RequestContext): Promise<StreamTicketResponse> {
    return this.tickets.issue(context, PURPOSE);
  }

  @Get()
  @Requires('workspace.read')
  @AcceptsTicket(PURPOSE)
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'Where an earlier stream ended.' })
  @Endpoint({
    summary: 'Follow what happens in the workspace',
    description:
      'Server-sent events, named after the types of the event catalogue, each once and those of a conversation in order, ' +
      'as far as the member may see them. `ready` comes first. `resync`: something may be missing, so fetch anew what is shown. ' +
      'Closed when the member’s access changes; open it again with a new ticket and the last id.',
    errors: {
      unavailable: 'STREAM.FULL, STREAM.UNAVAILABLE: try again shortly.',
      'rate-limited': 'STREAM.TOO_MANY: this member has too many open.',
    },
  })
  @ApiOkResponse({
    description: 'A stream of events.',
    content: { 'text/event-stream': { schema: { type: 'string' } } },
  })
  async follow(
    @Ctx() context: RequestContext,
    @Query() query: StreamQuery,
    @Headers('last-event-id') header: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const types = typesOf(query);
    const admission = await this.streams.admit(context);
    const stream = new EventStream(reply);
    stream.open(() => this.streams.leave(stream));
    const lastEventId = header ?? query.lastEventId;
    await this.streams.join(admission, stream, { types, ...(lastEventId === undefined ? {} : { lastEventId }) });
  }
}
