import { Controller, Get, Post, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { IsOptional, IsString, Length } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { AcceptsTicket, CurrentCaller, PlatformAdmin, StreamTickets } from '../shared/auth';
import { Endpoint, EventStream } from '../shared/http';
import type { UserCaller } from '../shared/kernel';
import { StreamTicketResponse } from './dto/log-event.response';
import { filterOf, LogEventsQuery } from './dto/log-events.query';
import { LogTail } from './log-tail.service';

const PURPOSE = 'log-events';

export class LogStreamQuery extends LogEventsQuery {
  /** Checked before the route is reached. */
  @IsOptional()
  @IsString()
  @Length(1, 128)
  ticket?: string;
}

@ApiTags('Admin')
@Controller('v1/admin/log-events/stream')
export class LogStreamAdminController {
  constructor(
    private readonly tickets: StreamTickets,
    private readonly tail: LogTail,
  ) {}

  @Post('ticket')
  @PlatformAdmin()
  @Endpoint({ summary: 'A ticket for one connection to the stream', status: 201, response: StreamTicketResponse })
  ticket(@CurrentCaller() caller: UserCaller): Promise<StreamTicketResponse> {
    return this.tickets.issue(caller, PURPOSE);
  }

  @Get()
  @PlatformAdmin()
  @AcceptsTicket(PURPOSE)
  @Endpoint({
    summary: 'Follow the diagnostic log from now on',
    description:
      'Server-sent events: each `log` carries one event as JSON. Only the filters of equality have a meaning.',
    errors: { unavailable: 'LOG_TAIL.FULL: too many people follow the log here already.' },
  })
  @ApiOkResponse({
    description: 'A stream of events.',
    content: { 'text/event-stream': { schema: { type: 'string' } } },
  })
  follow(@CurrentCaller() caller: UserCaller, @Query() query: LogStreamQuery, @Res() reply: FastifyReply): void {
    const stream = new EventStream(reply);
    const reader = {
      caller,
      filter: filterOf(query),
      give: (events: readonly object[]) => stream.send('log', events),
      beat: () => stream.comment('beat'),
      close: () => stream.end(),
    };
    this.tail.join(reader);
    stream.open(() => this.tail.leave(reader));
  }
}
