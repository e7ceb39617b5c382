import { Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller, PlatformAdmin } from '../shared/auth';
import { AuditedChanges } from '../shared/database';
import { Endpoint, IdParam } from '../shared/http';
import type { UserCaller } from '../shared/kernel';
import { Schedules } from '../shared/schedule';
import { scheduleNotFound } from './admin-logs.errors';
import { SchedulesResponse, toScheduleResponse } from './dto/schedule.response';

@ApiTags('Admin')
@Controller('v1/admin/schedules')
export class SchedulesAdminController {
  constructor(
    private readonly schedules: Schedules,
    private readonly changes: AuditedChanges,
  ) {}

  @Get()
  @PlatformAdmin()
  @Endpoint({ summary: 'List what runs by itself, and how it went', response: SchedulesResponse })
  async list(): Promise<SchedulesResponse> {
    return { items: (await this.schedules.list()).map(toScheduleResponse) };
  }

  @Post(':name/run')
  @PlatformAdmin()
  @Endpoint({
    summary: 'Run it now',
    description: 'A worker begins it within a second or two, unless it is running already: then right afterwards.',
    status: 202,
    errors: { 'not-found': 'SCHEDULE.NOT_FOUND: no such schedule.' },
  })
  async run(@CurrentCaller() caller: UserCaller, @IdParam('name') name: string): Promise<void> {
    if (!this.schedules.has(name)) throw scheduleNotFound();
    await this.changes.run(caller, async (record) => {
      await this.schedules.request(name);
      await record({ action: 'schedule.requested', target: name });
    });
  }
}
