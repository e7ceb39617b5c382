import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { PlatformAdmin } from '../../shared/auth';
import { Endpoint, IdParam } from '../../shared/http';
import { ReceivedEventResponse } from '../dto/received-event.response';
import { ReceivedEvents } from './received-events.service';

@ApiTags('Admin')
@Controller('v1/admin/received-events')
export class ReceivedEventsAdminController {
  constructor(private readonly events: ReceivedEvents) {}

  /** A message that was received has the id of its event. */
  @Get(':eventId')
  @PlatformAdmin()
  @Endpoint({
    summary: 'Read what Instagram delivered for a message or another event',
    response: ReceivedEventResponse,
    errors: { 'not-found': 'EVENT.NOT_FOUND: nothing with this id was received, or it is forgotten.' },
  })
  async get(@IdParam('eventId') eventId: string): Promise<ReceivedEventResponse> {
    return this.events.get(eventId);
  }
}
