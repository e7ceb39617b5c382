import { Body, Controller, Delete, Get, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller, PlatformAdmin } from '../shared/auth';
import { Endpoint } from '../shared/http';
import type { UserCaller } from '../shared/kernel';
import { LogEventPageResponse, RemovedLogEventsResponse } from './dto/log-event.response';
import { filterOf, LogEventsQuery } from './dto/log-events.query';
import { LogSettingsRequest, LogSettingsResponse } from './dto/log-settings.dto';
import { LogEventsService } from './log-events.service';
import { LogSettingsService } from './log-settings.service';

@ApiTags('Admin')
@Controller('v1/admin')
export class LogsAdminController {
  constructor(
    private readonly settings: LogSettingsService,
    private readonly events: LogEventsService,
  ) {}

  @Get('log-settings')
  @PlatformAdmin()
  @Endpoint({ summary: 'What the diagnostic log keeps', response: LogSettingsResponse })
  read(): Promise<LogSettingsResponse> {
    return this.settings.read();
  }

  @Put('log-settings')
  @PlatformAdmin()
  @Endpoint({
    summary: 'Change what the diagnostic log keeps, on all processes within a second',
    response: LogSettingsResponse,
    errors: { conflict: 'LOG_SETTINGS.CONFLICT: somebody else changed them at the same moment.' },
  })
  change(@CurrentCaller() caller: UserCaller, @Body() request: LogSettingsRequest): Promise<LogSettingsResponse> {
    const { categories, ...rest } = request;
    return this.settings.change(caller, {
      ...rest,
      ...(categories === undefined ? {} : { categories: { ...categories } }),
    });
  }

  @Get('log-events')
  @PlatformAdmin()
  @Endpoint({ summary: 'Search the diagnostic log, newest first', response: LogEventPageResponse })
  list(@Query() query: LogEventsQuery): Promise<LogEventPageResponse> {
    return this.events.list(filterOf(query), query.limit, query.cursor);
  }

  @Delete('log-events')
  @PlatformAdmin()
  @Endpoint({
    summary: 'Remove the events that match; all of them without a filter',
    response: RemovedLogEventsResponse,
  })
  async remove(@CurrentCaller() caller: UserCaller, @Query() query: LogEventsQuery): Promise<RemovedLogEventsResponse> {
    return { removed: await this.events.remove(caller, filterOf(query)) };
  }
}
