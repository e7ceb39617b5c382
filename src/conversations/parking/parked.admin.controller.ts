import { Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller, PlatformAdmin } from '../../shared/auth';
import { Endpoint, IdParam, PageQuery } from '../../shared/http';
import type { UserCaller } from '../../shared/kernel';
import { ParkedQuery } from '../dto/parked.query';
import { ParkedPageResponse } from '../dto/parked.response';
import { ParkedService } from './parked.service';

const ERRORS = {
  'not-found': 'PARKED.NOT_FOUND: no such parked item; it may have been settled meanwhile.',
  conflict: 'PARKED.SETTLED: somebody, or a late confirmation, has settled it.',
};

@ApiTags('Admin')
@Controller('v1/admin')
export class ParkedAdminController {
  constructor(private readonly parked: ParkedService) {}

  @Get('parked')
  @PlatformAdmin()
  @Endpoint({ summary: 'List parked events or sends, newest first', response: ParkedPageResponse })
  async list(@Query() { kind, limit, cursor }: ParkedQuery): Promise<ParkedPageResponse> {
    return this.parked.list(kind, { limit, cursor });
  }

  @Get('unrecognised-events')
  @PlatformAdmin()
  @Endpoint({ summary: 'List webhook items that nobody recognised, newest first', response: ParkedPageResponse })
  async listUnrecognised(@Query() query: PageQuery): Promise<ParkedPageResponse> {
    return this.parked.listUnrecognised(query);
  }

  @Post('parked/events/:parkedId/replay')
  @PlatformAdmin()
  @Endpoint({ summary: 'Handle a parked event again', status: 204, errors: ERRORS })
  async replayEvent(@CurrentCaller() caller: UserCaller, @IdParam('parkedId') id: string): Promise<void> {
    await this.parked.replay(caller, 'event', id);
  }

  @Post('parked/events/:parkedId/discard')
  @PlatformAdmin()
  @Endpoint({ summary: 'Drop a parked event', status: 204, errors: ERRORS })
  async discardEvent(@CurrentCaller() caller: UserCaller, @IdParam('parkedId') id: string): Promise<void> {
    await this.parked.discard(caller, 'event', id);
  }

  @Post('parked/sends/:parkedId/replay')
  @PlatformAdmin()
  @Endpoint({ summary: 'Send a parked message again', status: 204, errors: ERRORS })
  async replaySend(@CurrentCaller() caller: UserCaller, @IdParam('parkedId') id: string): Promise<void> {
    await this.parked.replay(caller, 'send', id);
  }

  @Post('parked/sends/:parkedId/discard')
  @PlatformAdmin()
  @Endpoint({ summary: 'Drop a parked message', status: 204, errors: ERRORS })
  async discardSend(@CurrentCaller() caller: UserCaller, @IdParam('parkedId') id: string): Promise<void> {
    await this.parked.discard(caller, 'send', id);
  }
}
