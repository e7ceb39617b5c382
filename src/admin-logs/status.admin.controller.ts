import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { PlatformAdmin } from '../shared/auth';
import { Endpoint } from '../shared/http';
import { QueuesResponse, StatusResponse } from './dto/status.response';
import { SystemStatusService } from './system-status.service';

@ApiTags('Admin')
@Controller('v1/admin')
export class StatusAdminController {
  constructor(private readonly status: SystemStatusService) {}

  @Get('status')
  @PlatformAdmin()
  @Endpoint({
    summary: 'How the system is right now',
    description: 'Always 200: what fails is shown as failing.',
    response: StatusResponse,
  })
  read(): Promise<StatusResponse> {
    return this.status.read();
  }

  @Get('queues')
  @PlatformAdmin()
  @Endpoint({ summary: 'How much waits in the queues, and for how long', response: QueuesResponse })
  async queues(): Promise<QueuesResponse> {
    return { items: await this.status.queueStatus() };
  }
}
